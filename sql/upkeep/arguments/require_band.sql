-- Refuses a band that the survey does not have. Functions that take a band ask this before they read
-- anything, so that a slip of the pen is not answered by an empty result.
CREATE FUNCTION upkeep.require_band(band text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM survey.band AS b WHERE b.band = require_band.band) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'there is no band "%s"; the bands are %s', require_band.band,
                  (SELECT pg_catalog.string_agg(b.band, ', ' ORDER BY b.wavelength_um) FROM survey.band AS b)
              ),
              HINT = 'Upper and lower case differ: SELECT band FROM science.band_overview;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_band(text) IS
'True if the survey has the band; an error with a hint if not.
Sample call: SELECT upkeep.require_band(''Ks'');';
