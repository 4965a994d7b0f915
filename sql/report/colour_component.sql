-- How many dimensions have the colours of galaxies, and do fewer suffice? The principal components of the
-- latest run on each training sample.
SELECT
    c.training_sample,
    c.component,
    c.explained_variance,
    c.explained_so_far,
    c.training_error,
    c.test_error,
    c.mag_r,
    c.u_minus_g,
    c.g_minus_r,
    c.r_minus_i,
    c.i_minus_z
FROM science.colour_component AS c
WHERE c.run_id = (
    SELECT max(m.run_id) FROM science.colour_component AS m WHERE m.training_sample = c.training_sample
)
ORDER BY c.training_sample, c.component;
