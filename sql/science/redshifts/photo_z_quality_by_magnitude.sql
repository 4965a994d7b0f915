-- At which magnitudes is a run good? The same in bins of 0.5 mag in r.
CREATE VIEW science.photo_z_quality_by_magnitude AS
SELECT
    z.run_id,
    z.method,
    z.seed,
    z.training_sample,
    z.sample_id,
    z.sample,
    z.role,
    floor(z.mag_r * 2) / 2 AS mag_r_min,
    (floor(z.mag_r * 2) + 1) / 2 AS mag_r_max,
    count(*) AS n_galaxy,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(z.deviation)) AS error,
    science.sigma_nmad(array_agg(z.deviation)) AS sigma_nmad,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY z.deviation) AS bias,
    avg((abs(z.deviation) > 0.05)::integer)::double precision AS outlier_fraction_05,
    avg((abs(z.deviation) > 0.15)::integer)::double precision AS outlier_fraction_15,
    avg((z.z_spec BETWEEN z.z_q160 AND z.z_q840)::integer)::double precision AS coverage_68,
    avg((z.z_spec BETWEEN z.z_q025 AND z.z_q975)::integer)::double precision AS coverage_95,
    avg(z.crps) AS mean_crps,
    science.uniform_distance(array_agg(z.pit)) AS pit_distance,
    count(*) FILTER (WHERE z.is_outside) AS n_outside
FROM science.photo_z_truth AS z
WHERE z.z_spec IS NOT NULL
GROUP BY z.run_id, z.method, z.seed, z.training_sample, z.sample_id, z.sample, z.role, floor(z.mag_r * 2);

COMMENT ON VIEW science.photo_z_quality_by_magnitude IS
'Errors and calibration of the photometric redshifts in bins of half a magnitude in r.
Subject: redshifts';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.run_id IS
'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.seed IS
'Seed of all random numbers of the run. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.sample_id IS
'Number of the sample. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.sample IS
'Name of the sample of galaxies. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.role IS
'What the sample is for: training, test or application. [] {meta.code.class}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.mag_r_min IS
'Lower edge of the bin, included. [mag] {phot.mag;stat.min;em.opt.R}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.mag_r_max IS
'Upper edge of the bin, excluded. [mag] {phot.mag;stat.max;em.opt.R}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.n_galaxy IS
'Galaxies counted here: with a predicted and a true redshift. [] {meta.number;src}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.error IS
'E, the median of |z_spec - z_phot| / (1 + z_spec). [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.sigma_nmad IS
'Scatter: 1.4826 times the median absolute deviation of (z_phot - z_spec) / (1 + z_spec) from its median. [] {stat.stdev;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.bias IS
'Median of (z_phot - z_spec) / (1 + z_spec). [] {stat.fit.residual;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.outlier_fraction_05 IS
'Share of galaxies with |z_spec - z_phot| / (1 + z_spec) above 0.05. [] {stat.value}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.outlier_fraction_15 IS
'Share of galaxies with |z_spec - z_phot| / (1 + z_spec) above 0.15. [] {stat.value}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.coverage_68 IS
'Share of true redshifts within the central 68 % of their distribution. [] {stat.probability}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.coverage_95 IS
'Share of true redshifts within the central 95 % of their distribution. [] {stat.probability}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.mean_crps IS
'Mean continuous ranked probability score, smaller is better. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.pit_distance IS
'Largest distance of the distribution of PIT values from the uniform one (Kolmogorov and Smirnov). [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_quality_by_magnitude.n_outside IS
'Galaxies outside the training colours. [] {meta.number;src}';
