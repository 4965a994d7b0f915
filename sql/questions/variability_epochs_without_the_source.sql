-- When was the source that is missing on most Ks images of its field not seen, and how deep were those
-- images?
SELECT c.epoch, c.mjd, c.mag, c.mag_err, c.limit_mag
FROM (
    SELECT v.source_id
    FROM science.variability AS v
    WHERE v.band = 'Ks'
    ORDER BY v.n_epoch, v.flux_mean DESC, v.source_id
    LIMIT 1
) AS s
CROSS JOIN LATERAL science.light_curve(s.source_id, 'Ks', 'catalogue', true) AS c
ORDER BY c.mjd;
