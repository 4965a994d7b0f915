-- Has a run predicted a sample, and when? Arguments: run, sample.
SELECT p.predicted_at FROM survey.prediction AS p
WHERE p.run_id = %(run_id)s AND p.sample_id = %(sample_id)s;
