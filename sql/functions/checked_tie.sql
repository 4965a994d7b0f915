-- The calibration itself if light curves in the band can have it: tied needs a zero-point run that somebody
-- made current. Otherwise an error; to answer with another calibration than the one asked for would mislead.
CREATE FUNCTION science.checked_tie(calibration text, band text)
RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    PERFORM science.checked_calibration(checked_tie.calibration);
    PERFORM science.checked_band(checked_tie.band);
    IF checked_tie.calibration = 'tied' AND NOT EXISTS (
        SELECT 1 FROM survey.zero_point_run AS r WHERE r.band = checked_tie.band AND r.is_current
    ) THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = pg_catalog.format('no zero-point run is current in band "%s"', checked_tie.band),
              HINT = 'Make one and use it: '
                     'SELECT science.use_zero_point_run(science.tie_zero_points(''Ks''));';
    END IF;
    RETURN checked_tie.calibration;
END
$$;

COMMENT ON FUNCTION science.checked_tie(text, text) IS
'The name of the calibration, if light curves in the band can have it; an error with a hint if not.
Sample call: SELECT science.checked_tie(''catalogue'', ''Ks'');';
