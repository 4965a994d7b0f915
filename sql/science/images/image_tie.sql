-- By how much was each image off, and how well is that known? The offsets of all ties, in use or not.
CREATE VIEW science.image_tie AS
SELECT
    o.tie_id,
    r.is_current,
    o.image_id,
    i.field_id,
    i.band,
    i.mjd,
    o.offset_mag,
    o.offset_err,
    o.scatter,
    o.n_star
FROM survey.tie_offset AS o
INNER JOIN survey.tie AS r ON r.tie_id = o.tie_id
INNER JOIN survey.image AS i ON i.image_id = o.image_id;

COMMENT ON VIEW science.image_tie IS
'The offset of each image in each tie, with its error and the stars that it was measured from.
Subject: images';
COMMENT ON COLUMN science.image_tie.tie_id IS 'Number of the tie. [] {meta.id}';
COMMENT ON COLUMN science.image_tie.is_current IS
'Whether calibration tied means this tie. [] {meta.code.status}';
COMMENT ON COLUMN science.image_tie.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.image_tie.field_id IS 'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.image_tie.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.image_tie.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.image_tie.offset_mag IS
'By how much stars look fainter on it than on the mean of the field''s images. [mag] {phot.mag;arith.zp;arith.diff}';
COMMENT ON COLUMN science.image_tie.offset_err IS
'Error of offset_mag, 1 sigma. [mag] {stat.error;phot.mag;arith.zp}';
COMMENT ON COLUMN science.image_tie.scatter IS
'Robust standard deviation of the stars around it. [mag] {stat.stdev;phot.mag}';
COMMENT ON COLUMN science.image_tie.n_star IS 'Stars that it was measured from. [] {meta.number;src}';
