-- The forest of a run. Argument: the run.
SELECT f.n_tree FROM survey.forest AS f WHERE f.run_id = %(run_id)s;
