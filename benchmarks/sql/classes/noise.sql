-- What constant sources of each source's magnitude scatter by, under calibration tied
SELECT f.source_id, f.field_id, m.scatter_mag
FROM science.flux_floor AS f
INNER JOIN science.noise_model AS m
    ON m.field_id = f.field_id AND m.band = f.band AND m.calibration = f.calibration
    AND f.mean_mag >= coalesce(m.mag_from, 0) AND f.mean_mag < coalesce(m.mag_to, 40)
WHERE f.calibration = 'tied' AND f.band = 'Ks';
