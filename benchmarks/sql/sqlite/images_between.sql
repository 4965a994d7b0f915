SELECT
    i.image_id, i.field_id, i.band, i.epoch, i.mjd,
    coalesce(n.n_star, 0) AS n_star, coalesce(n.n_object, 0) AS n_object
FROM image AS i
LEFT JOIN (
    SELECT d.image_id, sum(d.class = -1) AS n_star, count(*) AS n_object
    FROM detection AS d
    WHERE
        d.flux1 / d.dflux1 > :snr_min
        AND d.image_id IN (SELECT m.image_id FROM image AS m WHERE m.mjd BETWEEN :mjd_min AND :mjd_max)
    GROUP BY d.image_id
) AS n ON n.image_id = i.image_id
WHERE i.mjd BETWEEN :mjd_min AND :mjd_max;
