-- Refuses calibration tied where no tie is current in the band: to answer with another calibration
-- than the one asked for would mislead.
CREATE FUNCTION upkeep.require_tie(calibration text, band text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_tie.calibration = 'tied' AND NOT EXISTS (
        SELECT 1 FROM survey.tie AS r WHERE r.band = require_tie.band AND r.is_current
    ) THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = pg_catalog.format('no tie is current in band "%s"', require_tie.band),
              HINT = 'The ties are: SELECT * FROM science.tie_log; whoever loads makes one by '
                     'upkeep.make_tie and puts it into use by upkeep.use_tie.';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_tie(text, text) IS
'True if light curves in the band can have the calibration; an error with a hint if not.
Sample call: SELECT upkeep.require_tie(''catalogue'', ''Ks'');';
