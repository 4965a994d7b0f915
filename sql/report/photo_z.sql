-- How good are the photometric redshifts? For each test sample the run with the smallest error E, the median
-- of |z_spec - z_phot| / (1 + z_spec): its galaxies counted in cells of 0.01 by 0.01.
WITH grid AS (SELECT 0.01::double precision AS step),
best AS (
    SELECT DISTINCT ON (q.sample_id)
        q.run_id, q.sample_id, q.sample, q.method, q.n_galaxy, q.error, q.sigma_nmad, q.outlier_fraction_15
    FROM science.photo_z_quality AS q
    WHERE q.role = 'test'
    ORDER BY q.sample_id, q.error, q.run_id
)
SELECT
    b.sample,
    b.method,
    b.n_galaxy,
    b.error,
    b.sigma_nmad,
    b.outlier_fraction_15,
    (floor(t.z_spec / g.step) + 0.5) * g.step AS z_spec,
    (floor(t.z_phot / g.step) + 0.5) * g.step AS z_phot,
    count(*) AS n_cell,
    g.step
FROM best AS b
INNER JOIN science.photo_z_truth AS t ON t.run_id = b.run_id AND t.sample_id = b.sample_id
CROSS JOIN grid AS g
WHERE t.z_spec IS NOT NULL
GROUP BY
    b.sample, b.method, b.n_galaxy, b.error, b.sigma_nmad, b.outlier_fraction_15,
    floor(t.z_spec / g.step), floor(t.z_phot / g.step), g.step
ORDER BY b.sample;
