-- Why has the density of the simulated stars this many components? What each number of components, and
-- other estimators, say about stars that they were not fitted to; the chosen one is the smallest within
-- one error of the best.
SELECT d.run_id, d.estimator, d.bic, d.held_out, d.gain, d.gain_err, d.is_chosen
FROM science.density_choice AS d
WHERE d.run_id = (SELECT max(m.run_id) FROM science.density_choice AS m)
ORDER BY d.gain DESC, d.estimator;
