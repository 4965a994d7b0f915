-- Which detections are not good: those with a flag that their image counts as bad? What answers leave out
-- when they are asked for good detections only. A partial index has all detections with a flag.
CREATE VIEW science.flagged_detection AS
SELECT
    d.source_id,
    d.image_id,
    i.field_id,
    i.band,
    i.mjd,
    d.class,
    d.flux_1 / d.flux_1_err AS snr,
    d.flags
FROM survey.detection AS d
INNER JOIN survey.image AS i ON i.image_id = d.image_id
WHERE d.flags <> 0 AND NOT science.is_good(d.flags, i.bad_flags);

COMMENT ON VIEW science.flagged_detection IS
'The detections that are not good: a flag of theirs is among the bad ones of their image.
Subject: sources
Sample call: SELECT * FROM science.flagged_detection WHERE band = ''Ks'';';
COMMENT ON COLUMN science.flagged_detection.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.flagged_detection.image_id IS 'Image of the detection. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.flagged_detection.field_id IS 'Field that the image shows. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.flagged_detection.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.flagged_detection.mjd IS 'Modified Julian date of the image. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.flagged_detection.class IS
'Class on that image: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.flagged_detection.snr IS 'Signal-to-noise in aperture 1. [] {stat.snr;phot.flux;em.IR}';
COMMENT ON COLUMN science.flagged_detection.flags IS
'Its flags, a bit each; science.flag_meaning explains them. [] {meta.code.qual}';
