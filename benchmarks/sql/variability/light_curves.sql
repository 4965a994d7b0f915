-- The Ks light curves of some sources, with the floor in their errors
SELECT c.source_id, c.image_id, c.flux, sqrt(c.flux_err ^ 2 + f.floor_err ^ 2) AS flux_err
FROM science.calibrated_light_curve AS c
INNER JOIN science.flux_floor AS f
    ON f.source_id = c.source_id AND f.band = c.band AND f.calibration = c.calibration
WHERE c.calibration = 'tied' AND c.band = 'Ks' AND c.source_id = any($1)
ORDER BY c.source_id, c.mjd, c.image_id;
