-- Which images are there, and which epoch is each? All images with their calibration and catalogue; the epoch
-- is the rank by date within field and band, computed here because a late delivery may hold an earlier image.
CREATE VIEW science.image_epoch AS
SELECT
    i.image_id,
    i.field_id,
    i.band,
    row_number() OVER (PARTITION BY i.field_id, i.band ORDER BY i.mjd, i.image_id)::integer AS epoch,
    i.mjd,
    science.timestamp_from_mjd(i.mjd) AS observed_at,
    i.airmass,
    i.exposure_time,
    i.zero_point_1,
    i.zero_point_2,
    i.zero_point_3,
    c.n_detection,
    i.file_name,
    c.path,
    c.loaded_at,
    science.mjd_from_timestamp(c.loaded_at) AS loaded_mjd
FROM survey.image AS i
INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id;

COMMENT ON VIEW science.image_epoch IS
'The images, each with its epoch (rank by date within field and band), calibration and catalogue.
Subject: images';
COMMENT ON COLUMN science.image_epoch.image_id IS
'Number of the image, the manifest''s ID. [] {meta.id;obs.image;meta.main}';
COMMENT ON COLUMN science.image_epoch.field_id IS 'Field that the image shows. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.image_epoch.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.image_epoch.epoch IS
'Rank of the image by date within its field and band, from 1. [] {meta.number;obs}';
COMMENT ON COLUMN science.image_epoch.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.image_epoch.observed_at IS
'The same as date and time, UTC. [] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.image_epoch.airmass IS 'Airmass of the exposure. [] {obs.airMass}';
COMMENT ON COLUMN science.image_epoch.exposure_time IS 'Exposure time. [s] {time.duration;obs.exposure}';
COMMENT ON COLUMN science.image_epoch.zero_point_1 IS
'Zero point in aperture 1. [mag] {phot.mag;arith.zp}';
COMMENT ON COLUMN science.image_epoch.zero_point_2 IS
'Zero point in aperture 2. [mag] {phot.mag;arith.zp}';
COMMENT ON COLUMN science.image_epoch.zero_point_3 IS
'Zero point in aperture 3. [mag] {phot.mag;arith.zp}';
COMMENT ON COLUMN science.image_epoch.n_detection IS 'Detections in its catalogue. [] {meta.number}';
COMMENT ON COLUMN science.image_epoch.file_name IS
'Name of the reduced image; the dates in it are not to be believed. [] {meta.id;meta.file}';
COMMENT ON COLUMN science.image_epoch.path IS 'Where its catalogue was read. [] {meta.id;meta.file}';
COMMENT ON COLUMN science.image_epoch.loaded_at IS 'When its catalogue was loaded. [] {time.processing}';
COMMENT ON COLUMN science.image_epoch.loaded_mjd IS
'The same as modified Julian date. [d] {time.processing}';
