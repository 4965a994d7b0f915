-- Can simulated stars be told from stars? Each test's p-value, beside that of other stars against stars
-- (the sample "stars") and those of five and twenty components.
SELECT t.run_id, t.test, t.sample, t.statistic, t.p_value
FROM science.simulation_test AS t
WHERE t.run_id = (SELECT max(m.run_id) FROM science.simulation_test AS m)
ORDER BY t.test, t.p_value DESC NULLS LAST, t.sample;
