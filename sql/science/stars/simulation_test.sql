-- Can simulated stars be told from the stars? Each test of each sample over the five folds, with the
-- p-values combined; the sample "stars" is the null: other stars against stars.
CREATE VIEW science.simulation_test AS
SELECT
    c.run_id,
    c.sample,
    c.test,
    count(*) AS n_fold,
    avg(c.statistic) AS statistic,
    min(c.statistic) AS statistic_min,
    max(c.statistic) AS statistic_max,
    max(m.value) AS p_value,
    min(c.p_value) AS p_value_min
FROM survey.sample_comparison AS c
LEFT JOIN survey.model_metric AS m
    ON m.run_id = c.run_id AND m.name = c.sample || '_' || c.test || '_p'
GROUP BY c.run_id, c.sample, c.test;

COMMENT ON VIEW science.simulation_test IS
'Two-sample tests of the simulated stars, of other simulations and of other stars against stars that had no part in the fit.
Subject: stars';
COMMENT ON COLUMN science.simulation_test.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.simulation_test.sample IS
'What is compared with the stars: stars (the null), chosen, or another simulation. [] {meta.id}';
COMMENT ON COLUMN science.simulation_test.test IS 'Name of the test or distance. [] {meta.id}';
COMMENT ON COLUMN science.simulation_test.n_fold IS 'Comparisons made. [] {meta.number}';
COMMENT ON COLUMN science.simulation_test.statistic IS 'Mean of the statistic. [] {stat.value}';
COMMENT ON COLUMN science.simulation_test.statistic_min IS
'Lowest value of the statistic. [] {stat.value}';
COMMENT ON COLUMN science.simulation_test.statistic_max IS
'Highest value of the statistic. [] {stat.value}';
COMMENT ON COLUMN science.simulation_test.p_value IS
'Chance of one as large between samples of one population, the folds combined; missing for a distance without a test. [] {stat.probability}';
COMMENT ON COLUMN science.simulation_test.p_value_min IS
'Smallest p-value of a fold. [] {stat.probability}';
