SELECT
    i.image_id, i.field_id, i.band, i.epoch, i.mjd,
    coalesce(n.n_star, 0) AS n_star, coalesce(n.n_object, 0) AS n_object
FROM image AS i
LEFT JOIN (
    SELECT d.image_id, count(*) FILTER (WHERE d.class = -1) AS n_star, count(*) AS n_object
    FROM detection AS d
    SEMI JOIN (SELECT image_id FROM image WHERE mjd BETWEEN $mjd_min AND $mjd_max) AS c
        ON c.image_id = d.image_id
    WHERE d.flux_1 / d.flux_1_err > $snr_min
    GROUP BY d.image_id
) AS n ON n.image_id = i.image_id
WHERE i.mjd BETWEEN $mjd_min AND $mjd_max;
