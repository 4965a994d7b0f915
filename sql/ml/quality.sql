-- The errors of photoz runs that the program prints. Argument: the runs.
SELECT
    q.run_id,
    q.method,
    q.seed,
    q.sample,
    round(q.error::numeric, 5) AS error,
    round(q.sigma_nmad::numeric, 5) AS sigma_nmad,
    round(q.outlier_fraction_15::numeric, 4) AS outlier_fraction_15,
    round(q.coverage_68::numeric, 3) AS coverage_68,
    round(q.pit_distance::numeric, 4) AS pit_distance
FROM science.photo_z_quality AS q
WHERE q.binning = 'all' AND q.run_id = any(%(run_ids)s)
ORDER BY q.run_id, q.role = 'test';
