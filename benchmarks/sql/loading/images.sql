SELECT
    i.image_id, i.field_id, i.band, i.mjd, e.epoch, c.path, c.n_detection,
    science.flux_scale(i.zero_point_1) AS flux_scale
FROM survey.image AS i
INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
INNER JOIN science.image_epoch AS e ON e.image_id = i.image_id
ORDER BY i.image_id;
