-- Where do well-measured stars (signal-to-noise above 30) lie in the plane of H - Ks and J - H? The number of
-- stars in each cell of 0.1 mag, the fullest first.
SELECT
    s.field_id,
    (round(s.h_minus_ks::numeric, 1))::real AS h_minus_ks,
    (round(s.j_minus_h::numeric, 1))::real AS j_minus_h,
    count(*) AS n_star
FROM science.star AS s
WHERE s.j_snr > 30 AND s.h_snr > 30 AND s.ks_snr > 30
GROUP BY s.field_id, round(s.h_minus_ks::numeric, 1), round(s.j_minus_h::numeric, 1)
ORDER BY n_star DESC, s.field_id, h_minus_ks, j_minus_h;
