-- What made the rows of a run of python -m ml? For the head of a file of them. Argument: the run.
SELECT
    r.run_id,
    r.task,
    r.method,
    r.seed,
    r.code_version AS code,
    to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') AS date_run,
    r.input_sha256 AS input,
    r.settings
FROM science.run_overview AS r
WHERE r.run_id = %(run_id)s;
