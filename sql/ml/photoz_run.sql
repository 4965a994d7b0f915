-- What is needed to repeat a photoz run. Argument: the run.
SELECT r.method, r.seed, r.training_sample, r.input_sha256
FROM science.run_overview AS r
WHERE r.run_id = %(run_id)s AND r.task = 'photoz';
