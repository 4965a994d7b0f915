-- Refuses what is no sample in the plane (Y-J, J-H).
CREATE FUNCTION upkeep.require_colour_sample(sample text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_colour_sample.sample NOT IN ('each', 'majority') AND NOT EXISTS (
        SELECT 1 FROM survey.model_run AS r
        WHERE r.run_id::text = require_colour_sample.sample AND r.task = 'simulate'
    ) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no sample "%s"', require_colour_sample.sample),
              HINT = 'It is each (stars in each image), majority (stars by majority), or the number of a run: '
                  'SELECT run_id FROM science.run_overview WHERE task = ''simulate'';';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_colour_sample(text) IS
'True if the sample of stars is each, majority, or the number of a simulation; an error with a hint if not.
Sample call: SELECT upkeep.require_colour_sample(''each'');';
