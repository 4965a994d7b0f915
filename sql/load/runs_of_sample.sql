-- The runs of python -m ml for which a sample of galaxies must stay: they learned from it, or predicted it.
SELECT r.run_id
FROM survey.model_run AS r
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = r.training_sample_id
WHERE s.name = %(name)s
UNION
SELECT p.run_id
FROM survey.prediction AS p
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = p.sample_id
WHERE s.name = %(name)s
ORDER BY run_id;
