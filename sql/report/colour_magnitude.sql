-- The colour-magnitude diagram of the stars, Ks against J - Ks: stars counted in cells of 0.04 mag by 0.1
-- mag, so that the answer stays small whatever the survey's size.
WITH grid AS (SELECT 0.04::double precision AS colour_step, 0.1::double precision AS mag_step)
SELECT
    s.field_id,
    (floor(s.j_minus_ks / g.colour_step) + 0.5) * g.colour_step AS j_minus_ks,
    (floor(s.ks_mag / g.mag_step) + 0.5) * g.mag_step AS ks_mag,
    count(*) AS n_star,
    g.colour_step,
    g.mag_step
FROM science.star AS s
CROSS JOIN grid AS g
WHERE s.j_minus_ks IS NOT NULL
GROUP BY
    s.field_id, floor(s.j_minus_ks / g.colour_step), floor(s.ks_mag / g.mag_step),
    g.colour_step, g.mag_step;
