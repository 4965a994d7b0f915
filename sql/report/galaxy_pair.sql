-- How are magnitude, colours and redshift of the training galaxies distributed, each alone and each against
-- each? Counted in 45 cells between the quantiles of 0.5 and 99.5 %: a few galaxies with absurd colours
-- would shrink the others to a point.
WITH value AS (
    SELECT g.sample, g.counter, v.place, v.value
    FROM science.galaxy_photometry AS g
    CROSS JOIN LATERAL (
        VALUES
        (1, g.mag_r), (2, g.u_minus_g), (3, g.g_minus_r), (4, g.r_minus_i), (5, g.i_minus_z), (6, g.z_spec)
    ) AS v (place, value)
    WHERE
        g.role = 'training'
        AND g.mag_r + g.u_minus_g + g.g_minus_r + g.r_minus_i + g.i_minus_z + g.z_spec IS NOT NULL
),
axis AS (
    SELECT
        v.sample,
        v.place,
        count(*) AS n_galaxy,
        percentile_cont(0.005) WITHIN GROUP (ORDER BY v.value) AS lowest,
        percentile_cont(0.995) WITHIN GROUP (ORDER BY v.value) AS highest
    FROM value AS v
    GROUP BY v.sample, v.place
),
cell AS (
    SELECT
        v.sample,
        v.counter,
        v.place,
        a.n_galaxy,
        (a.highest - a.lowest) / 45 AS step,
        a.lowest
        + (width_bucket(v.value, a.lowest, a.highest, 45) - 0.5) * (a.highest - a.lowest) / 45 AS centre
    FROM value AS v
    INNER JOIN axis AS a ON a.sample = v.sample AND a.place = v.place
    WHERE a.lowest < a.highest AND v.value >= a.lowest AND v.value < a.highest
)
SELECT
    x.sample,
    x.n_galaxy,
    x.place AS x_place,
    y.place AS y_place,
    x.centre AS x,
    y.centre AS y,
    x.step AS x_step,
    y.step AS y_step,
    count(*) AS n_cell
FROM cell AS x
INNER JOIN cell AS y ON y.sample = x.sample AND y.counter = x.counter AND y.place >= x.place
GROUP BY x.sample, x.n_galaxy, x.place, y.place, x.centre, y.centre, x.step, y.step;
