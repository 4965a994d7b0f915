-- The colour-colour diagram of the stars, J - H against H - Ks: stars above a signal-to-noise of 10 in all
-- three bands, counted in cells of 0.03 mag.
WITH grid AS (SELECT 0.03::double precision AS step)
SELECT
    s.field_id,
    (floor(s.h_minus_ks / g.step) + 0.5) * g.step AS h_minus_ks,
    (floor(s.j_minus_h / g.step) + 0.5) * g.step AS j_minus_h,
    count(*) AS n_star,
    g.step
FROM science.star AS s
CROSS JOIN grid AS g
WHERE
    s.j_minus_h IS NOT NULL
    AND s.h_minus_ks IS NOT NULL
    AND s.j_snr > 10
    AND s.h_snr > 10
    AND s.ks_snr > 10
GROUP BY s.field_id, floor(s.h_minus_ks / g.step), floor(s.j_minus_h / g.step), g.step;
