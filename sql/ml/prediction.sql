-- What a run predicted of a sample, in numbers. Arguments: run, name of the sample.
SELECT p.n_galaxy, p.n_excluded, p.n_outside
FROM survey.prediction AS p
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = p.sample_id
WHERE p.run_id = %(run_id)s AND s.name = %(sample)s;
