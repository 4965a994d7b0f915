-- Does a run know more than its own galaxies? Training and test error side by side: a small training
-- error alone shows a good memory.
CREATE VIEW science.photo_z_generalisation AS
SELECT
    a.run_id,
    a.method,
    a.seed,
    a.training_sample,
    b.sample AS test_sample,
    a.n_galaxy AS n_training,
    b.n_galaxy AS n_test,
    a.error AS training_error,
    b.error AS test_error,
    a.sigma_nmad AS training_sigma_nmad,
    b.sigma_nmad AS test_sigma_nmad,
    b.error / nullif(a.error, 0) AS error_ratio
FROM science.photo_z_quality AS a
INNER JOIN science.photo_z_quality AS b
    ON b.run_id = a.run_id AND b.sample <> b.training_sample AND b.binning = 'all'
WHERE a.sample = a.training_sample AND a.binning = 'all';

COMMENT ON VIEW science.photo_z_generalisation IS
'Training and test errors of each run side by side.
Subject: redshifts';
COMMENT ON COLUMN science.photo_z_generalisation.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_generalisation.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.photo_z_generalisation.seed IS
'Seed of all random numbers of the run. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_generalisation.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_generalisation.test_sample IS
'Sample that shows what it learned. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_generalisation.n_training IS
'Galaxies it learned from. [] {meta.number;src}';
COMMENT ON COLUMN science.photo_z_generalisation.n_test IS
'Galaxies of the test sample. [] {meta.number;src}';
COMMENT ON COLUMN science.photo_z_generalisation.training_error IS
'E on the training sample. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_generalisation.test_error IS
'E on the test sample. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_generalisation.training_sigma_nmad IS
'Scatter on the training sample. [] {stat.stdev;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_generalisation.test_sigma_nmad IS
'Scatter on the test sample. [] {stat.stdev;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_generalisation.error_ratio IS
'Test error over training error. [] {stat.error;arith.ratio}';
