-- How good are the photometric redshifts? For each test sample the run with the smallest error E, the median
-- of |z_spec - z_phot| / (1 + z_spec). Panel redshift: its galaxies counted in cells of z_spec and z_phot;
-- residual: in cells of z_spec and error / (1 + z_spec); low, median and high: the 16, 50 and 84 % quantiles
-- of that in 24 parts of as many galaxies; pit: the probability integral transform counted in 25 parts.
WITH best AS (
    SELECT DISTINCT ON (q.sample_id)
        q.run_id, q.sample_id, q.sample, q.method, q.n_galaxy, q.error, q.sigma_nmad, q.bias,
        q.outlier_fraction_15, q.coverage_68, q.pit_distance
    FROM science.photo_z_quality AS q
    WHERE q.role = 'test' AND q.binning = 'all'
    ORDER BY q.sample_id, q.error, q.run_id
),
galaxy AS (
    SELECT
        b.sample_id,
        t.z_spec,
        t.z_phot,
        t.deviation,
        floor(t.z_spec / 0.01) AS z_cell,
        least(floor(t.pit * 25), 24) AS pit_cell,
        ntile(24) OVER (PARTITION BY b.sample_id ORDER BY t.z_spec) AS part
    FROM best AS b
    INNER JOIN science.photo_z_truth AS t ON t.run_id = b.run_id AND t.sample_id = b.sample_id
    WHERE t.z_spec IS NOT NULL
),
point AS (
    SELECT
        g.sample_id, 'redshift' AS panel, (g.z_cell + 0.5) * 0.01 AS x,
        (floor(g.z_phot / 0.01) + 0.5) * 0.01 AS y, count(*) AS n_cell
    FROM galaxy AS g
    GROUP BY g.sample_id, g.z_cell, floor(g.z_phot / 0.01)
    UNION ALL
    SELECT
        g.sample_id, 'residual', (g.z_cell + 0.5) * 0.01, (floor(g.deviation / 0.004) + 0.5) * 0.004,
        count(*)
    FROM galaxy AS g
    WHERE abs(g.deviation) < 0.16
    GROUP BY g.sample_id, g.z_cell, floor(g.deviation / 0.004)
    UNION ALL
    SELECT
        g.sample_id, q.panel, percentile_cont(0.5) WITHIN GROUP (ORDER BY g.z_spec),
        percentile_cont(q.level) WITHIN GROUP (ORDER BY g.deviation), count(*)
    FROM galaxy AS g
    CROSS JOIN (
        VALUES ('low', 0.16::double precision), ('median', 0.5), ('high', 0.84)
    ) AS q (panel, level)
    GROUP BY g.sample_id, g.part, q.panel, q.level
    UNION ALL
    SELECT g.sample_id, 'pit', (g.pit_cell + 0.5) / 25, NULL, count(*)
    FROM galaxy AS g
    GROUP BY g.sample_id, g.pit_cell
)
SELECT
    b.sample,
    b.method,
    b.n_galaxy,
    b.error,
    b.sigma_nmad,
    b.bias,
    b.outlier_fraction_15,
    b.coverage_68,
    b.pit_distance,
    p.panel,
    p.x,
    p.y,
    p.n_cell
FROM best AS b
INNER JOIN point AS p ON p.sample_id = b.sample_id
ORDER BY b.sample, p.panel, p.x, p.y;
