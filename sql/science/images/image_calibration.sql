-- How is each image calibrated? One row for each calibration that it has: as measured (raw), by the zero
-- point of its catalogue, and, where a tie of its band is current, tied to the other images of
-- its field. Everything that takes a calibration reads it here. Zero point raw is 25 by definition, so that
-- a raw flux is the flux as measured; an image that the current tie has no offset for counts with its
-- catalogue's zero point.
CREATE VIEW science.image_calibration AS
SELECT
    i.image_id,
    i.field_id,
    i.band,
    c.calibration,
    i.mjd,
    CASE WHEN c.calibration = 'raw' THEN 25 ELSE i.zero_point_1 - coalesce(o.offset_mag, 0) END AS zero_point,
    CASE
        WHEN c.calibration = 'raw' THEN 1 ELSE science.flux_scale(i.zero_point_1 - coalesce(o.offset_mag, 0))
    END AS flux_scale,
    CASE WHEN c.calibration = 'raw' THEN 25 - i.zero_point_1 ELSE -coalesce(o.offset_mag, 0) END AS mag_shift,
    o.image_id IS NOT NULL AS is_tied,
    r.tie_id,
    i.bad_flags
FROM survey.image AS i
CROSS JOIN (VALUES ('raw'::text), ('catalogue'::text), ('tied'::text)) AS c (calibration)
LEFT JOIN survey.tie AS r ON r.band = i.band AND r.is_current AND c.calibration = 'tied'
LEFT JOIN survey.tie_offset AS o
    ON o.tie_id = r.tie_id AND o.image_id = i.image_id
WHERE c.calibration <> 'tied' OR r.tie_id IS NOT NULL;

COMMENT ON VIEW science.image_calibration IS
'The images with zero point and flux scale in aperture 1 under each calibration: raw, catalogue and, where a tie is current, tied.
Subject: images';
COMMENT ON COLUMN science.image_calibration.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.image_calibration.field_id IS 'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.image_calibration.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.image_calibration.calibration IS
'Calibration: raw, catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.image_calibration.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.image_calibration.zero_point IS
'Zero point in aperture 1 under the calibration. [mag] {phot.mag;arith.zp}';
COMMENT ON COLUMN science.image_calibration.flux_scale IS
'What a measured flux is multiplied by to be at zero point 25. [] {arith.factor}';
COMMENT ON COLUMN science.image_calibration.mag_shift IS
'What is added to a magnitude of the catalogue. [mag] {phot.mag;arith.diff}';
COMMENT ON COLUMN science.image_calibration.is_tied IS
'Whether the current tie has an offset for the image. [] {meta.code.status}';
COMMENT ON COLUMN science.image_calibration.tie_id IS
'The current tie; missing where calibration is not tied. [] {meta.id}';
COMMENT ON COLUMN science.image_calibration.bad_flags IS
'Sum of 2**bit over the flags that keep a detection on this image from being good. [] {meta.code.qual}';
