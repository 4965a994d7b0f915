WITH scaled_image AS MATERIALIZED (
    SELECT
        i.image_id, i.mjd,
        power(10::double precision, 0.4::double precision * (25 - i.zero_point_1)) AS flux_scale
    FROM survey.image AS i
    WHERE i.band = 'Ks'
)
SELECT d.source_id, d.image_id, i.mjd, d.mag_1, d.flux_1 * i.flux_scale, d.flux_1_err * i.flux_scale
FROM survey.detection AS d
INNER JOIN scaled_image AS i ON i.image_id = d.image_id
WHERE d.source_id = ANY(%(source_ids)s::bigint []);
