-- The two-sample tests of a simulation that the program prints. Argument: the run.
SELECT t.sample, t.test, round(t.statistic::numeric, 5) AS statistic, round(t.p_value::numeric, 5) AS p_value
FROM science.simulation_test AS t
WHERE t.run_id = %(run_id)s AND t.p_value IS NOT NULL
ORDER BY t.test, t.sample;
