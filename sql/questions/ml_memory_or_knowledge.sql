-- Does a run know more than its own galaxies? Its error on the sample that it learned from beside that on
-- others.
SELECT
    g.run_id, g.method, g.seed, g.training_sample, g.test_sample, g.training_error, g.test_error,
    g.error_ratio
FROM science.photo_z_generalisation AS g
ORDER BY g.test_sample, g.test_error, g.run_id;
