-- Has a forest been asked about the sources of a run? Arguments: the runs of forest and periods.
SELECT c.classified_at
FROM survey.classification AS c
WHERE c.run_id = %(run_id)s AND c.period_run_id = %(period_run_id)s;
