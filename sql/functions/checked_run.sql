-- The run itself if it exists and did that task; otherwise an error that says where to look.
CREATE FUNCTION science.checked_run(run_id integer, task text)
RETURNS integer
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM survey.model_run AS r
        WHERE r.run_id = checked_run.run_id AND r.task = checked_run.task
    ) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'there is no run %s of task %s', checked_run.run_id, checked_run.task
              ),
              HINT = pg_catalog.format(
                  'The runs are: SELECT run_id, method, started_at FROM science.run_overview WHERE task = %L;',
                  checked_run.task
              );
    END IF;
    RETURN checked_run.run_id;
END
$$;

COMMENT ON FUNCTION science.checked_run(integer, text) IS
'The run number, if there is such a run of that task (simulate, photoz or periods); an error with a hint if not.
Sample call: SELECT science.checked_run((SELECT max(run_id) FROM science.run_overview WHERE task = ''simulate''), ''simulate'');';
