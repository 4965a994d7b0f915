-- Refuses a band that is not observed again and again: of such no moments are kept.
CREATE FUNCTION upkeep.require_monitored(band text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    PERFORM upkeep.require_band(require_monitored.band);
    IF NOT (SELECT b.is_monitored FROM survey.band AS b WHERE b.band = require_monitored.band) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('band "%s" is not monitored', require_monitored.band),
              HINT = 'The monitored bands are: SELECT band FROM science.band_overview WHERE is_monitored;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_monitored(text) IS
'True if the band is monitored; an error with a hint if not.
Sample call: SELECT upkeep.require_monitored(''Ks'');';
