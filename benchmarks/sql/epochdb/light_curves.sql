-- For many sources the view is asked: one plan for all, where the function is called for each.
SELECT d.source_id, d.image_id, d.mjd, d.mag_1, d.flux_1, d.flux_1_err
FROM science.calibrated_detection AS d
WHERE d.source_id = ANY(%(source_ids)s::bigint []) AND d.band = 'Ks';
