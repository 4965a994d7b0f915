-- Which method gives the best redshifts of galaxies that it has not seen, and how much does its answer
-- depend on the seed?
SELECT
    m.training_sample,
    m.sample,
    m.method,
    m.n_seed,
    m.error_mean,
    m.error_stddev,
    m.sigma_nmad,
    m.outlier_fraction_15,
    m.coverage_68,
    m.pit_distance
FROM science.photo_z_method AS m
WHERE m.role = 'test'
ORDER BY m.sample, m.error_mean;
