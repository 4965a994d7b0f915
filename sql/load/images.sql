-- Enter images, and their fields unless these are there; their zero points are measured afterwards.
WITH entered AS (
    SELECT
        u.image_id,
        u.field_id,
        u.band,
        u.file_name,
        u.mjd,
        u.airmass,
        u.exposure_time,
        u.bad_flags
    FROM unnest(
        %(image_id)s::integer[], %(field_id)s::integer[], %(band)s::text[], %(file_name)s::text[],
        %(mjd)s::double precision[], %(airmass)s::real[], %(exposure_time)s::real[],
        %(bad_flags)s::integer[]
    ) AS u (image_id, field_id, band, file_name, mjd, airmass, exposure_time, bad_flags)
),
new_field AS (
    INSERT INTO survey.field (field_id)
    SELECT DISTINCT e.field_id FROM entered AS e
    ON CONFLICT DO NOTHING
)
INSERT INTO survey.image (image_id, field_id, band, file_name, mjd, airmass, exposure_time, bad_flags)
SELECT
    e.image_id,
    e.field_id,
    e.band,
    e.file_name,
    e.mjd,
    e.airmass,
    e.exposure_time,
    e.bad_flags
FROM entered AS e;
