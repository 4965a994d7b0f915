-- What a run learned. Argument: the run.
SELECT w.name, w.content FROM survey.model_weight AS w WHERE w.run_id = %(run_id)s ORDER BY w.name;
