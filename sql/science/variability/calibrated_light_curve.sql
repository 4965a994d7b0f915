-- What are all light curves, under each calibration? Magnitudes and fluxes in aperture 1 of the detections
-- that have a magnitude with an error. Ask for a calibration: there are up to three rows for each
-- detection.
CREATE VIEW science.calibrated_light_curve AS
SELECT
    d.source_id,
    s.field_id,
    i.band,
    i.calibration,
    i.mjd,
    i.image_id,
    d.mag_1 + i.mag_shift AS mag,
    d.mag_1_err::double precision AS mag_err,
    d.flux_1 * i.flux_scale AS flux,
    d.flux_1_err * i.flux_scale AS flux_err,
    science.is_good(d.flags, i.bad_flags) AS is_good
FROM survey.detection AS d
INNER JOIN survey.source AS s ON s.source_id = d.source_id
INNER JOIN science.image_calibration AS i ON i.image_id = d.image_id
WHERE d.mag_1 IS NOT NULL AND d.mag_1_err > 0 AND d.flux_1_err IS NOT NULL AND i.mag_shift IS NOT NULL;

COMMENT ON VIEW science.calibrated_light_curve IS
'The detections that have a magnitude with an error, once for each calibration (raw, catalogue and, where a tie is current, tied).
Subject: variability';
COMMENT ON COLUMN science.calibrated_light_curve.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.calibrated_light_curve.field_id IS
'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.calibrated_light_curve.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.calibrated_light_curve.calibration IS
'Calibration: raw, catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.calibrated_light_curve.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.calibrated_light_curve.image_id IS
'Image of the detection. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.calibrated_light_curve.mag IS
'Magnitude in aperture 1 under the calibration. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_light_curve.mag_err IS
'Error of mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_light_curve.flux IS
'Flux in aperture 1 at zero point 25 under the calibration. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_light_curve.flux_err IS
'Error of flux, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_light_curve.is_good IS
'Whether none of the detection''s flags is among the bad ones of its image. [] {meta.code.qual}';
