-- Galaxies of a sample in order of their counter, a page at a time. Arguments: sample, the last counter of
-- the page before (below all counters for the first), how many.
SELECT
    g.counter, g.mag_r, g.u_minus_g, g.g_minus_r, g.r_minus_i, g.i_minus_z, g.z_spec,
    g.u_mag_err, g.g_mag_err, g.r_mag_err, g.i_mag_err, g.z_mag_err
FROM science.galaxy_photometry AS g
WHERE g.sample_id = %(sample_id)s AND g.counter > %(after)s
ORDER BY g.counter
LIMIT %(n)s;
