-- Which sources are stars? Those of science.photometry that are a star on more than half of their detections,
-- because the class differs from band to band for four objects in ten.
CREATE VIEW science.star AS
SELECT
    p.source_id, p.field_id, p.ra, p.dec, p.n_detection, p.n_star, p.z_mag, p.z_mag_err, p.z_snr,
    p.z_class, p.z_mjd, p.y_mag, p.y_mag_err, p.y_snr, p.y_class, p.y_mjd, p.j_mag, p.j_mag_err,
    p.j_snr, p.j_class, p.j_mjd, p.h_mag, p.h_mag_err, p.h_snr, p.h_class, p.h_mjd, p.ks_mag,
    p.ks_mag_err, p.ks_snr, p.ks_class, p.ks_mjd, p.z_minus_y, p.z_minus_j, p.z_minus_h,
    p.z_minus_ks, p.y_minus_j, p.y_minus_h, p.y_minus_ks, p.j_minus_h, p.j_minus_ks, p.h_minus_ks
FROM science.photometry AS p
WHERE p.is_star;

COMMENT ON VIEW science.star IS
'The sources that are stars on more than half of their detections, as in science.photometry.
Subject: sources';
COMMENT ON COLUMN science.star.source_id IS
'The source, the survey''s StarID. [] {meta.id;src;meta.main}';
COMMENT ON COLUMN science.star.field_id IS
'Field of its earliest detection. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.star.ra IS
'Right ascension of its earliest detection, ICRS. [deg] {pos.eq.ra;meta.main}';
COMMENT ON COLUMN science.star.dec IS
'Declination of its earliest detection, ICRS. [deg] {pos.eq.dec;meta.main}';
COMMENT ON COLUMN science.star.n_detection IS 'Detections in all bands. [] {meta.number;obs}';
COMMENT ON COLUMN science.star.n_star IS 'Detections whose own class is star. [] {meta.number;obs}';
COMMENT ON COLUMN science.star.z_mag IS
'Magnitude in Z, aperture 1, of the reference detection. [mag] {phot.mag;em.opt.I}';
COMMENT ON COLUMN science.star.z_mag_err IS
'Error of z_mag, 1 sigma. [mag] {stat.error;phot.mag;em.opt.I}';
COMMENT ON COLUMN science.star.z_snr IS
'Signal-to-noise in Z: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.opt.I}';
COMMENT ON COLUMN science.star.z_class IS
'Class in Z of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.star.z_mjd IS
'Modified Julian date of the reference detection in Z, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.star.y_mag IS
'Magnitude in Y, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.NIR}';
COMMENT ON COLUMN science.star.y_mag_err IS
'Error of y_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.NIR}';
COMMENT ON COLUMN science.star.y_snr IS
'Signal-to-noise in Y: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.NIR}';
COMMENT ON COLUMN science.star.y_class IS
'Class in Y of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.star.y_mjd IS
'Modified Julian date of the reference detection in Y, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.star.j_mag IS
'Magnitude in J, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.J}';
COMMENT ON COLUMN science.star.j_mag_err IS
'Error of j_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.J}';
COMMENT ON COLUMN science.star.j_snr IS
'Signal-to-noise in J: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.J}';
COMMENT ON COLUMN science.star.j_class IS
'Class in J of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.star.j_mjd IS
'Modified Julian date of the reference detection in J, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.star.h_mag IS
'Magnitude in H, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.H}';
COMMENT ON COLUMN science.star.h_mag_err IS
'Error of h_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.H}';
COMMENT ON COLUMN science.star.h_snr IS
'Signal-to-noise in H: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.H}';
COMMENT ON COLUMN science.star.h_class IS
'Class in H of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.star.h_mjd IS
'Modified Julian date of the reference detection in H, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.star.ks_mag IS
'Magnitude in Ks, aperture 1, of the reference detection. [mag] {phot.mag;em.IR.K}';
COMMENT ON COLUMN science.star.ks_mag_err IS
'Error of ks_mag, 1 sigma. [mag] {stat.error;phot.mag;em.IR.K}';
COMMENT ON COLUMN science.star.ks_snr IS
'Signal-to-noise in Ks: flux over its error in aperture 1 of the reference detection. [] {stat.snr;phot.flux;em.IR.K}';
COMMENT ON COLUMN science.star.ks_class IS
'Class in Ks of the reference detection: -1 star, 0 noise, +1 non-stellar, -2 borderline stellar. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.star.ks_mjd IS
'Modified Julian date of the reference detection in Ks, the earliest there. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.star.z_minus_y IS
'Colour Z - Y of the reference detections. [mag] {phot.color;em.opt.I;em.IR.NIR}';
COMMENT ON COLUMN science.star.z_minus_j IS
'Colour Z - J of the reference detections. [mag] {phot.color;em.opt.I;em.IR.J}';
COMMENT ON COLUMN science.star.z_minus_h IS
'Colour Z - H of the reference detections. [mag] {phot.color;em.opt.I;em.IR.H}';
COMMENT ON COLUMN science.star.z_minus_ks IS
'Colour Z - Ks of the reference detections. [mag] {phot.color;em.opt.I;em.IR.K}';
COMMENT ON COLUMN science.star.y_minus_j IS
'Colour Y - J of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.J}';
COMMENT ON COLUMN science.star.y_minus_h IS
'Colour Y - H of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.H}';
COMMENT ON COLUMN science.star.y_minus_ks IS
'Colour Y - Ks of the reference detections. [mag] {phot.color;em.IR.NIR;em.IR.K}';
COMMENT ON COLUMN science.star.j_minus_h IS
'Colour J - H of the reference detections. [mag] {phot.color;em.IR.J;em.IR.H}';
COMMENT ON COLUMN science.star.j_minus_ks IS
'Colour J - Ks of the reference detections. [mag] {phot.color;em.IR.J;em.IR.K}';
COMMENT ON COLUMN science.star.h_minus_ks IS
'Colour H - Ks of the reference detections. [mag] {phot.color;em.IR.H;em.IR.K}';
