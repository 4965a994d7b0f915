SELECT
    i.image_id, i.band,
    row_number() OVER (PARTITION BY i.band ORDER BY i.mjd, i.image_id)::integer AS epoch,
    i.mjd, c.path, c.n_detection
FROM survey.image AS i
INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
WHERE i.field_id = %(field_id)s;
