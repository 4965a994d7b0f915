-- The band itself if the survey has it; otherwise an error that says where to look. Functions that take a
-- band ask this before they read anything, so that a slip of the pen is not answered by an empty result.
CREATE FUNCTION science.checked_band(band text)
RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM survey.band AS b WHERE b.band = checked_band.band) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no band "%s"', checked_band.band),
              HINT = 'The bands are: SELECT band FROM science.band_overview;';
    END IF;
    RETURN checked_band.band;
END
$$;

COMMENT ON FUNCTION science.checked_band(text) IS
'The band, if the survey has it; an error with a hint if not.
Sample call: SELECT science.checked_band(''Ks'');';
