-- What redshift have galaxies that were loaded without one? By the equation of the latest linear run, in
-- SQL alone.
SELECT
    g.sample,
    g.counter,
    science.photo_z_linear(
        (SELECT max(e.run_id) FROM science.linear_equation AS e),
        g.mag_r, g.u_minus_g, g.g_minus_r, g.r_minus_i, g.i_minus_z
    ) AS z_phot
FROM science.galaxy_photometry AS g
WHERE g.z_spec IS NULL
ORDER BY g.sample, g.counter;
