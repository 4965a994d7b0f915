-- How much does each source vary? Mean, scatter and extremes of the calibrated flux in the monitored bands,
-- from the running moments, so that no light curve is read. Calibration catalogue; science.flux_moments has
-- tied fluxes too.
CREATE VIEW science.variability AS
SELECT
    v.source_id,
    s.field_id,
    v.band,
    v.n_epoch,
    v.flux_mean,
    sqrt(v.flux_m2 / nullif(v.n_epoch - 1, 0)) AS flux_stddev,
    v.flux_min,
    v.flux_max,
    v.flux_err_min,
    greatest(v.flux_max - v.flux_mean, v.flux_mean - v.flux_min) / nullif(v.flux_err_min, 0)
        AS deviation_bound,
    science.mag_from_flux(v.flux_mean) AS mean_mag,
    s.is_star
FROM survey.source_variability AS v
INNER JOIN survey.source AS s ON s.source_id = v.source_id
WHERE v.calibration = 'c';

COMMENT ON VIEW science.variability IS
'Mean, scatter and extremes of the flux of each source in the monitored bands, calibration catalogue: fluxes scaled to zero point 25.
Subject: variability';
COMMENT ON COLUMN science.variability.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.variability.field_id IS 'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.variability.band IS 'Monitored band. [] {instr.bandpass}';
COMMENT ON COLUMN science.variability.n_epoch IS
'Detections with a calibrated flux and its error. [] {meta.number;obs}';
COMMENT ON COLUMN science.variability.flux_mean IS
'Arithmetic mean of the flux over all epochs. [adu] {phot.flux;stat.mean;em.IR}';
COMMENT ON COLUMN science.variability.flux_stddev IS
'Standard deviation of the flux, of the sample; missing for one epoch. [adu] {stat.stdev;phot.flux;em.IR}';
COMMENT ON COLUMN science.variability.flux_min IS 'Lowest flux. [adu] {phot.flux;stat.min;em.IR}';
COMMENT ON COLUMN science.variability.flux_max IS 'Highest flux. [adu] {phot.flux;stat.max;em.IR}';
COMMENT ON COLUMN science.variability.flux_err_min IS
'Smallest error of a flux. [adu] {stat.error;phot.flux;stat.min}';
COMMENT ON COLUMN science.variability.deviation_bound IS
'Upper bound of the deviation from the mean of any epoch, in sigma. [] {src.var;stat.max}';
COMMENT ON COLUMN science.variability.mean_mag IS
'Magnitude of the mean flux; missing where that is not positive. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.variability.is_star IS
'Whether more than half of the source''s detections are stars. [] {src.class.starGalaxy}';
