-- Keeps an array that a run learned. Arguments: run, name, the array in NPY format.
INSERT INTO survey.model_weight (run_id, name, content)
VALUES (%(run_id)s, %(name)s, %(content)s);
