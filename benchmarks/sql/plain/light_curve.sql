WITH epoch AS (
    SELECT
        i.image_id, i.mjd, i.zero_point_1,
        row_number() OVER (PARTITION BY i.field_id ORDER BY i.mjd, i.image_id)::integer AS epoch
    FROM survey.image AS i
    WHERE i.band = 'Ks'
)
SELECT
    d.image_id, e.epoch, e.mjd, d.mag_1,
    d.flux_1 * power(10::double precision, 0.4::double precision * (25 - e.zero_point_1)) AS flux,
    d.flux_1_err * power(10::double precision, 0.4::double precision * (25 - e.zero_point_1)) AS flux_err
FROM survey.detection AS d
INNER JOIN epoch AS e ON e.image_id = d.image_id
WHERE d.source_id = %(source_id)s
ORDER BY e.mjd;
