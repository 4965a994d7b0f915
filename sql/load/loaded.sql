-- What the ledger holds of some images, or of all: a catalogue that is the same in all of it is in, and is
-- not loaded again.
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
WHERE %(image_ids)s::integer[] IS NULL OR i.image_id = any(%(image_ids)s::integer[]);
