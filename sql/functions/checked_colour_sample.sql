-- The name of a sample in the plane (Y-J, J-H) if there is one; otherwise an error that says where to look.
CREATE FUNCTION science.checked_colour_sample(sample text)
RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF checked_colour_sample.sample NOT IN ('each', 'majority') AND NOT EXISTS (
        SELECT 1 FROM survey.model_run AS r
        WHERE r.run_id::text = checked_colour_sample.sample AND r.task = 'simulate'
    ) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no sample "%s"', checked_colour_sample.sample),
              HINT = 'It is each (stars in each image), majority (stars by majority), or the number of a run: '
                  'SELECT run_id FROM science.run_overview WHERE task = ''simulate'';';
    END IF;
    RETURN checked_colour_sample.sample;
END
$$;

COMMENT ON FUNCTION science.checked_colour_sample(text) IS
'The name of a sample of stars, if it is each, majority, or the number of a simulation; an error with a hint if not.
Sample call: SELECT science.checked_colour_sample(''each'');';
