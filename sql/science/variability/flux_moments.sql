-- What is kept of each light curve, under each calibration that moments are kept for? The strongest
-- deviation is shown where it is known: where it exceeds what bounds the others'.
CREATE VIEW science.flux_moments AS
SELECT
    d.source_id, d.band, d.calibration, d.n_epoch, d.flux_mean, d.flux_m2, d.flux_min, d.flux_max,
    d.flux_err_min, d.max_deviation, d.chi2,
    CASE WHEN d.max_deviation IS NOT NULL THEN d.strongest_image_id END AS max_deviation_image_id
FROM (
    SELECT
        v.source_id, v.band, CASE v.calibration WHEN 'c' THEN 'catalogue' ELSE 'tied' END AS calibration,
        v.n_epoch, v.flux_mean, v.flux_m2, v.flux_min, v.flux_max, v.flux_err_min, v.chi2,
        upkeep.strongest_deviation(
            v.flux_mean, v.strongest_flux, v.strongest_flux_err, v.rest_deviation
        ) AS max_deviation,
        v.strongest_image_id
    FROM survey.source_variability AS v
    WHERE v.n_epoch > 0
) AS d;

COMMENT ON VIEW science.flux_moments IS
'Running moments of the flux of each source, for calibration catalogue and, where a tie is current, tied.
Subject: variability';
COMMENT ON COLUMN science.flux_moments.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.flux_moments.band IS 'Monitored band. [] {instr.bandpass}';
COMMENT ON COLUMN science.flux_moments.calibration IS
'Calibration of the fluxes: catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.flux_moments.n_epoch IS
'Detections with a calibrated flux and its error. [] {meta.number;obs}';
COMMENT ON COLUMN science.flux_moments.flux_mean IS
'Arithmetic mean of the flux over all epochs, at zero point 25. [adu] {phot.flux;stat.mean;em.IR}';
COMMENT ON COLUMN science.flux_moments.flux_m2 IS
'Sum of the squared deviations from that mean. [adu**2] {stat.variance;phot.flux;em.IR}';
COMMENT ON COLUMN science.flux_moments.flux_min IS 'Lowest flux. [adu] {phot.flux;stat.min;em.IR}';
COMMENT ON COLUMN science.flux_moments.flux_max IS 'Highest flux. [adu] {phot.flux;stat.max;em.IR}';
COMMENT ON COLUMN science.flux_moments.flux_err_min IS
'Smallest error of a flux. [adu] {stat.error;phot.flux;stat.min}';
COMMENT ON COLUMN science.flux_moments.max_deviation IS
'Strongest deviation of an epoch from the mean, in units of that epoch''s error; missing where the light curve must be read for it. [] {stat.snr;src.var}';
COMMENT ON COLUMN science.flux_moments.chi2 IS
'Chi square of the epochs about the mean. [] {stat.fit.chi2}';
COMMENT ON COLUMN science.flux_moments.max_deviation_image_id IS
'Image of the strongest deviation; missing where the light curve must be read for it. [] {meta.id;obs.image}';
