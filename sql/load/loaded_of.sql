-- What the ledger holds of some images.
SELECT
    i.image_id,
    i.field_id,
    i.band,
    i.file_name,
    i.mjd,
    i.airmass::double precision,
    i.exposure_time::double precision,
    c.sha256
FROM survey.image AS i
INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
WHERE i.image_id = any(%(image_ids)s::integer[]);
