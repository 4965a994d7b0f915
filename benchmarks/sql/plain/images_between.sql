WITH epoch AS (
    SELECT
        i.image_id, i.field_id, i.band, i.mjd,
        row_number() OVER (PARTITION BY i.field_id, i.band ORDER BY i.mjd, i.image_id)::integer AS epoch
    FROM survey.image AS i
)
SELECT
    e.image_id, e.field_id, e.band, e.epoch, e.mjd,
    count(d.image_id) FILTER (WHERE d.class = -1) AS n_star,
    count(d.image_id) AS n_object
FROM epoch AS e
LEFT JOIN survey.detection AS d
    ON d.image_id = e.image_id AND d.flux_1 / d.flux_1_err > %(snr_min)s
WHERE e.mjd BETWEEN %(mjd_min)s AND %(mjd_max)s
GROUP BY e.image_id, e.field_id, e.band, e.epoch, e.mjd;
