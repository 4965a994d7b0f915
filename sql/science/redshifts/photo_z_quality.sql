-- How good are the redshifts of each run, on the sample that it learned from and on others, and at which
-- redshifts and magnitudes? The error E is the course's; scatter, bias and outliers are those of Hildebrandt
-- et al. (2010). Each galaxy counts once in each binning: take one of them.
CREATE VIEW science.photo_z_quality AS
SELECT
    z.run_id,
    z.method,
    z.seed,
    z.training_sample,
    z.sample_id,
    z.sample,
    z.role,
    b.binning,
    b.twentieth / 20 AS z_spec_min,
    (b.twentieth + 1) / 20 AS z_spec_max,
    b.half / 2 AS mag_r_min,
    (b.half + 1) / 2 AS mag_r_max,
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
CROSS JOIN LATERAL (
    VALUES
    ('all', NULL::double precision, NULL::double precision),
    ('z_spec', floor(z.z_spec * 20), NULL),
    ('mag_r', NULL, floor(z.mag_r * 2))
) AS b (binning, twentieth, half)
WHERE z.z_spec IS NOT NULL
GROUP BY
    z.run_id, z.method, z.seed, z.training_sample, z.sample_id, z.sample, z.role,
    b.binning, b.twentieth, b.half;

COMMENT ON VIEW science.photo_z_quality IS
'Errors and calibration of the photometric redshifts of each run on each sample with true redshifts: over all galaxies, in bins of 0.05 in the true redshift, and in bins of half a magnitude in r.
Subject: redshifts';
COMMENT ON COLUMN science.photo_z_quality.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_quality.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.photo_z_quality.seed IS
'Seed of all random numbers of the run. [] {meta.id}';
COMMENT ON COLUMN science.photo_z_quality.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_quality.sample_id IS
'Number of the sample. [] {meta.id;meta.dataset}';
COMMENT ON COLUMN science.photo_z_quality.sample IS
'Name of the sample of galaxies. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.photo_z_quality.role IS
'What the sample is for: training, test or application. [] {meta.code.class}';
COMMENT ON COLUMN science.photo_z_quality.binning IS
'Over which galaxies: all, those of a bin in z_spec, or those of a bin in mag_r. [] {meta.code.class}';
COMMENT ON COLUMN science.photo_z_quality.z_spec_min IS
'Lower edge of the bin in redshift, included; missing for other binnings. [] {src.redshift;stat.min}';
COMMENT ON COLUMN science.photo_z_quality.z_spec_max IS
'Upper edge of the bin in redshift, excluded; missing for other binnings. [] {src.redshift;stat.max}';
COMMENT ON COLUMN science.photo_z_quality.mag_r_min IS
'Lower edge of the bin in magnitude, included; missing for other binnings. [mag] {phot.mag;stat.min;em.opt.R}';
COMMENT ON COLUMN science.photo_z_quality.mag_r_max IS
'Upper edge of the bin in magnitude, excluded; missing for other binnings. [mag] {phot.mag;stat.max;em.opt.R}';
COMMENT ON COLUMN science.photo_z_quality.n_galaxy IS
'Galaxies counted here: with a predicted and a true redshift. [] {meta.number;src}';
COMMENT ON COLUMN science.photo_z_quality.error IS
'E, the median of |z_spec - z_phot| / (1 + z_spec). [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_quality.sigma_nmad IS
'Scatter: 1.4826 times the median absolute deviation of (z_phot - z_spec) / (1 + z_spec) from its median. [] {stat.stdev;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_quality.bias IS
'Median of (z_phot - z_spec) / (1 + z_spec). [] {stat.fit.residual;src.redshift.phot}';
COMMENT ON COLUMN science.photo_z_quality.outlier_fraction_05 IS
'Share of galaxies with |z_spec - z_phot| / (1 + z_spec) above 0.05. [] {stat.value}';
COMMENT ON COLUMN science.photo_z_quality.outlier_fraction_15 IS
'Share of galaxies with |z_spec - z_phot| / (1 + z_spec) above 0.15. [] {stat.value}';
COMMENT ON COLUMN science.photo_z_quality.coverage_68 IS
'Share of true redshifts within the central 68 % of their distribution. [] {stat.probability}';
COMMENT ON COLUMN science.photo_z_quality.coverage_95 IS
'Share of true redshifts within the central 95 % of their distribution. [] {stat.probability}';
COMMENT ON COLUMN science.photo_z_quality.mean_crps IS
'Mean continuous ranked probability score, smaller is better. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_quality.pit_distance IS
'Largest distance of the distribution of PIT values from the uniform one (Kolmogorov and Smirnov). [] {stat.fit.goodness}';
COMMENT ON COLUMN science.photo_z_quality.n_outside IS
'Galaxies outside the training colours. [] {meta.number;src}';
