-- The errors of methods over their seeds that the program prints. Arguments: training sample, methods.
SELECT
    m.method,
    m.sample,
    m.n_seed,
    round(m.error_mean::numeric, 5) AS error_mean,
    round(m.error_stddev::numeric, 5) AS error_stddev,
    round(m.error_min::numeric, 5) AS error_min,
    round(m.error_max::numeric, 5) AS error_max
FROM science.photo_z_method AS m
WHERE m.training_sample = %(training_sample)s AND m.method = any(%(methods)s)
ORDER BY m.role = 'training', m.error_mean;
