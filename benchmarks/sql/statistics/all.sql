-- Every statistic of each Ks light curve of a field
SELECT *
FROM science.light_curve_statistics AS s
WHERE s.field_id = %(field_id)s AND s.band = 'Ks' AND s.calibration = 'catalogue'
ORDER BY s.source_id
