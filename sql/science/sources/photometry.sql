-- What is known of every source? Position, counts, and the reference detection of each band side by side,
-- with all colours. The widest view of the sources: cut it by what you need (j_minus_h > 1.5, ks_snr > 30).
CREATE VIEW science.photometry AS
SELECT
    s.source_id, s.field_id, s.ra, s.dec,
    -- As scalar queries, which a query that does not ask for the column is spared
    s.n_unmonitored + (
        SELECT coalesce(sum(v.n_detection), 0)
        FROM survey.source_variability AS v
        WHERE v.source_id = s.source_id AND v.calibration = 'c'
    )::integer AS n_detection,
    s.n_unmonitored_star + (
        SELECT coalesce(sum(v.n_star), 0)
        FROM survey.source_variability AS v
        WHERE v.source_id = s.source_id AND v.calibration = 'c'
    )::integer AS n_star,
    s.is_star, s.z_mag, s.z_mag_err,
    s.z_snr, s.z_class, s.z_mjd, s.y_mag, s.y_mag_err, s.y_snr, s.y_class, s.y_mjd, s.j_mag,
    s.j_mag_err, s.j_snr, s.j_class, s.j_mjd, s.h_mag, s.h_mag_err, s.h_snr, s.h_class, s.h_mjd,
    s.ks_mag, s.ks_mag_err, s.ks_snr, s.ks_class, s.ks_mjd, s.z_minus_y, s.z_minus_j, s.z_minus_h,
    s.z_minus_ks, s.y_minus_j, s.y_minus_h, s.y_minus_ks, s.j_minus_h, s.j_minus_ks, s.h_minus_ks
FROM survey.source AS s;

COMMENT ON VIEW science.photometry IS
'All sources: position, counts, and magnitudes, errors, signal-to-noise and colours in the five bands.
Subject: sources';
COMMENT ON COLUMN science.photometry.source_id IS
'The source, the survey''s StarID. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN science.photometry.field_id IS
'Field of its earliest detection. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.photometry.ra IS
'Right ascension of its earliest detection, ICRS. [deg] {pos.eq.ra;meta.main}';
COMMENT ON COLUMN science.photometry.dec IS
'Declination of its earliest detection, ICRS. [deg] {pos.eq.dec;meta.main}';
COMMENT ON COLUMN science.photometry.n_detection IS 'Detections in all bands. [] {meta.number;obs}';
COMMENT ON COLUMN science.photometry.n_star IS
'Detections whose own class is star. [] {meta.number;obs}';
COMMENT ON COLUMN science.photometry.is_star IS
'Whether more than half of the detections are stars. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.photometry.z_mag IS
'Magnitude in Z, aperture 1, of the reference detection. [mag] {phot.mag;em.opt.I}';
COMMENT ON COLUMN science.photometry.z_mag_err IS
'Error of z_mag, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';
COMMENT ON COLUMN science.photometry.z_snr IS
'Signal-to-noise in Z: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.opt.I}';
COMMENT ON COLUMN science.photometry.z_class IS
'Class in Z of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.photometry.z_mjd IS
'Modified Julian date of the reference detection in Z, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.photometry.y_mag IS
'Magnitude in Y, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.NIR}';
COMMENT ON COLUMN science.photometry.y_mag_err IS
'Error of y_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.NIR}';
COMMENT ON COLUMN science.photometry.y_snr IS
'Signal-to-noise in Y: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.NIR}';
COMMENT ON COLUMN science.photometry.y_class IS
'Class in Y of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.photometry.y_mjd IS
'Modified Julian date of the reference detection in Y, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.photometry.j_mag IS
'Magnitude in J, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.J}';
COMMENT ON COLUMN science.photometry.j_mag_err IS
'Error of j_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.J}';
COMMENT ON COLUMN science.photometry.j_snr IS
'Signal-to-noise in J: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.J}';
COMMENT ON COLUMN science.photometry.j_class IS
'Class in J of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.photometry.j_mjd IS
'Modified Julian date of the reference detection in J, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.photometry.h_mag IS
'Magnitude in H, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.H}';
COMMENT ON COLUMN science.photometry.h_mag_err IS
'Error of h_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.H}';
COMMENT ON COLUMN science.photometry.h_snr IS
'Signal-to-noise in H: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.H}';
COMMENT ON COLUMN science.photometry.h_class IS
'Class in H of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.photometry.h_mjd IS
'Modified Julian date of the reference detection in H, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.photometry.ks_mag IS
'Magnitude in Ks, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.K}';
COMMENT ON COLUMN science.photometry.ks_mag_err IS
'Error of ks_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.K}';
COMMENT ON COLUMN science.photometry.ks_snr IS
'Signal-to-noise in Ks: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.K}';
COMMENT ON COLUMN science.photometry.ks_class IS
'Class in Ks of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.photometry.ks_mjd IS
'Modified Julian date of the reference detection in Ks, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.photometry.z_minus_y IS
'Colour Z - Y of the reference detections. [mag] {phot.color;em.opt.I;em.IR.NIR}';
COMMENT ON COLUMN science.photometry.z_minus_j IS
'Colour Z - J of the reference detections. [mag] {phot.color;em.opt.I;em.IR.J}';
COMMENT ON COLUMN science.photometry.z_minus_h IS
'Colour Z - H of the reference detections. [mag] {phot.color;em.opt.I;em.IR.H}';
COMMENT ON COLUMN science.photometry.z_minus_ks IS
'Colour Z - Ks of the reference detections. [mag] {phot.color;em.opt.I;em.IR.K}';
COMMENT ON COLUMN science.photometry.y_minus_j IS
'Colour Y - J of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.J}';
COMMENT ON COLUMN science.photometry.y_minus_h IS
'Colour Y - H of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.H}';
COMMENT ON COLUMN science.photometry.y_minus_ks IS
'Colour Y - Ks of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.K}';
COMMENT ON COLUMN science.photometry.j_minus_h IS
'Colour J - H of the reference detections. [mag] {phot.color;em.IR.J;em.IR.H}';
COMMENT ON COLUMN science.photometry.j_minus_ks IS
'Colour J - Ks of the reference detections. [mag] {phot.color;em.IR.J;em.IR.K}';
COMMENT ON COLUMN science.photometry.h_minus_ks IS
'Colour H - Ks of the reference detections. [mag] {phot.color;em.IR.H;em.IR.K}';
