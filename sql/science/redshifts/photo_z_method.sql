-- Which method is best, and how much does its answer depend on the seed? The latest run of each method
-- and seed.
CREATE VIEW science.photo_z_method AS
SELECT
    q.method,
    q.training_sample,
    q.sample,
    q.role,
    count(*) AS n_seed,
    avg(q.error) AS error_mean,
    stddev_samp(q.error) AS error_stddev,
    min(q.error) AS error_min,
    max(q.error) AS error_max,
    avg(q.sigma_nmad) AS sigma_nmad,
    avg(q.outlier_fraction_15) AS outlier_fraction_15,
    avg(q.coverage_68) AS coverage_68,
    avg(q.mean_crps) AS mean_crps,
    avg(q.pit_distance) AS pit_distance
FROM science.photo_z_quality AS q
INNER JOIN science.run_overview AS r ON r.run_id = q.run_id AND r.is_latest
WHERE q.binning = 'all'
GROUP BY q.method, q.training_sample, q.sample, q.role;

COMMENT ON VIEW science.photo_z_method IS
'Errors of each method on each sample: mean and spread over the seeds.
Subject: redshifts';
COMMENT ON COLUMN science.photo_z_method.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.photo_z_method.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_method.sample IS
'Name of the sample of galaxies. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_method.role IS
'What the sample is for: training, test or application. [] {meta.code.class}';
COMMENT ON COLUMN science.photo_z_method.n_seed IS 'Runs with different seeds. [] {meta.number}';
COMMENT ON COLUMN science.photo_z_method.error_mean IS
'Mean over the seeds of E, the median of |z_spec - z_phot| / (1 + z_spec). [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_method.error_stddev IS
'Standard deviation of E over the seeds; missing for one. [] {stat.stdev}';
COMMENT ON COLUMN science.photo_z_method.error_min IS 'Lowest E. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_method.error_max IS 'Highest E. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_method.sigma_nmad IS
'Scatter: 1.4826 times the median absolute deviation of (z_phot - z_spec) / (1 + z_spec) from its median. [] {stat.stdev;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_method.outlier_fraction_15 IS
'Share of galaxies with |z_spec - z_phot| / (1 + z_spec) above 0.15. [] {stat.value}';
COMMENT ON COLUMN science.photo_z_method.coverage_68 IS
'Share of true redshifts within the central 68 % of their distribution. [] {stat.probability}';
COMMENT ON COLUMN science.photo_z_method.mean_crps IS
'Mean continuous ranked probability score, smaller is better. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_method.pit_distance IS
'Largest distance of the distribution of PIT values from the uniform one (Kolmogorov and Smirnov). [] {stat.fit.goodness}';
