-- The settings of a run. Argument: the run.
SELECT p.name, p.value FROM survey.model_parameter AS p WHERE p.run_id = %(run_id)s;
