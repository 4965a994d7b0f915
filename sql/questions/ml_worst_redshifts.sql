-- Which galaxies has the latest run most wrong, and did it know that they lie outside its training colours?
SELECT
    t.run_id, t.sample, t.counter, t.mag_r, t.g_minus_r, t.z_spec, t.z_phot, t.z_err, t.deviation,
    t.is_outside
FROM science.photo_z_truth AS t
WHERE
    t.role = 'test'
    AND t.deviation IS NOT NULL
    AND t.run_id = (SELECT max(r.run_id) FROM science.run_overview AS r WHERE r.task = 'photoz')
ORDER BY abs(t.deviation) DESC, t.sample, t.counter
LIMIT 20;
