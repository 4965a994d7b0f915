-- How many periods of a run are beyond doubt? Argument: the run.
SELECT count(*) AS n_source
FROM survey.period AS p
WHERE p.run_id = %(run_id)s AND p.false_alarm_probability < 0.001;
