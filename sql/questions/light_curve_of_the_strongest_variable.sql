-- What does the light curve of the source with the strongest deviation in Ks look like?
SELECT v.source_id, c.epoch, c.mjd, c.observed_at, c.mag, c.mag_err, c.flux, c.flux_err, c.snr
FROM (
    SELECT r.source_id
    FROM science.variable_sources(20, 'catalogue', 'Ks') AS r
    ORDER BY r.max_deviation DESC, r.source_id
    LIMIT 1
) AS v
CROSS JOIN LATERAL science.light_curve(v.source_id, 'Ks') AS c
ORDER BY c.mjd;
