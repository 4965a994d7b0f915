-- Refuses a run that does not exist or did something else.
CREATE FUNCTION upkeep.require_run(run_id integer, task text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM survey.model_run AS r
        WHERE r.run_id = require_run.run_id AND r.task = require_run.task
    ) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'there is no run %s of task %s', require_run.run_id, require_run.task
              ),
              HINT = pg_catalog.format(
                  'The runs are: SELECT run_id, method, started_at FROM science.run_overview WHERE task = %L;',
                  require_run.task
              );
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_run(integer, text) IS
'True if there is such a run of that task (simulate, photoz, periods or classes); an error with a hint if not.
Sample call: SELECT upkeep.require_run((SELECT max(run_id) FROM science.run_overview WHERE task = ''simulate''), ''simulate'');';
