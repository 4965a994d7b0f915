-- What was measured, when and in which band? Every detection with its image, fluxes scaled to zero point 25,
-- so that those of different images can be compared.
CREATE VIEW science.calibrated_detection AS
SELECT
    d.source_id,
    d.image_id,
    i.field_id,
    i.band,
    i.mjd,
    science.timestamp_from_mjd(i.mjd) AS observed_at,
    d.ra,
    d.dec,
    d.x,
    d.y,
    d.class,
    d.flux_1 / d.flux_1_err AS snr,
    d.mag_1,
    d.mag_1_err,
    d.flux_1 * science.flux_scale(i.zero_point_1) AS flux_1,
    d.flux_1_err * science.flux_scale(i.zero_point_1) AS flux_1_err,
    d.mag_2,
    d.mag_2_err,
    d.flux_2 * science.flux_scale(i.zero_point_2) AS flux_2,
    d.flux_2_err * science.flux_scale(i.zero_point_2) AS flux_2_err,
    d.mag_3,
    d.mag_3_err,
    d.flux_3 * science.flux_scale(i.zero_point_3) AS flux_3,
    d.flux_3_err * science.flux_scale(i.zero_point_3) AS flux_3_err,
    d.flags,
    science.is_good(d.flags, i.bad_flags) AS is_good
FROM survey.detection AS d
INNER JOIN survey.image AS i ON i.image_id = d.image_id;

COMMENT ON VIEW science.calibrated_detection IS
'The detections with field, band and date of their image and with fluxes scaled to zero point 25.
Subject: sources';
COMMENT ON COLUMN science.calibrated_detection.source_id IS
'Source that was detected, the survey''s StarID. [] {meta.id;src}';
COMMENT ON COLUMN science.calibrated_detection.image_id IS
'Image on which it was detected. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.calibrated_detection.field_id IS
'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.calibrated_detection.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.calibrated_detection.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.calibrated_detection.observed_at IS
'The same as date and time, UTC. [] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.calibrated_detection.ra IS 'Right ascension, ICRS. [deg] {pos.eq.ra}';
COMMENT ON COLUMN science.calibrated_detection.dec IS 'Declination, ICRS. [deg] {pos.eq.dec}';
COMMENT ON COLUMN science.calibrated_detection.x IS
'Position along the image''s first axis. [pix] {pos.cartesian.x;instr.det}';
COMMENT ON COLUMN science.calibrated_detection.y IS
'Position along the image''s second axis. [pix] {pos.cartesian.y;instr.det}';
COMMENT ON COLUMN science.calibrated_detection.class IS
'Class on this image: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.calibrated_detection.snr IS
'Signal-to-noise: flux over its error in aperture 1. [] {stat.snr;phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.mag_1 IS
'Magnitude in aperture 1, calibrated; missing where the flux is not positive. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.mag_1_err IS
'Error of mag_1, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flux_1 IS
'Flux in aperture 1, 1 arcsec in diameter, scaled to zero point 25. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flux_1_err IS
'Error of flux_1, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.mag_2 IS
'Magnitude in aperture 2, calibrated; missing where the flux is not positive. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.mag_2_err IS
'Error of mag_2, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flux_2 IS
'Flux in aperture 2, 1.41 arcsec in diameter, scaled to zero point 25. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flux_2_err IS
'Error of flux_2, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.mag_3 IS
'Magnitude in aperture 3, calibrated; missing where the flux is not positive. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.mag_3_err IS
'Error of mag_3, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flux_3 IS
'Flux in aperture 3, 2 arcsec in diameter, scaled to zero point 25. [adu] {phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flux_3_err IS
'Error of flux_3, 1 sigma. [adu] {stat.error;phot.flux;em.IR}';
COMMENT ON COLUMN science.calibrated_detection.flags IS
'Its flags, a bit each; science.flag_meaning explains them. [] {meta.code.qual}';
COMMENT ON COLUMN science.calibrated_detection.is_good IS
'Whether none of its flags is among the bad ones of its image. [] {meta.code.qual}';
