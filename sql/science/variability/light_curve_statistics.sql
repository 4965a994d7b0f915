-- How does each light curve behave? The statistics of all its epochs, one row for each source, band and
-- calibration. Always say which: WHERE band = 'Ks' AND calibration = 'catalogue', and source_id = 5, or a
-- list, or field_id = 1, or nothing more for the whole survey. What they are and how they are computed is in
-- selected_light_curve_statistics, which has them of the good epochs as well.
CREATE VIEW science.light_curve_statistics AS
SELECT
    s.source_id,
    s.field_id,
    s.band,
    s.calibration,
    s.n_epoch,
    s.mag_mean,
    s.mag_weighted_mean,
    s.mag_weighted_mean_err,
    s.mag_median,
    s.mag_mad,
    s.amplitude,
    s.mag_stddev,
    s.chi2_reduced,
    s.flux_excess_variance,
    s.skewness,
    s.kurtosis,
    s.mag_p25,
    s.mag_p75,
    s.mag_iqr,
    s.von_neumann_eta,
    s.stetson_j,
    s.stetson_k,
    s.time_span
FROM science.selected_light_curve_statistics AS s
WHERE s.selection = 'all';

COMMENT ON VIEW science.light_curve_statistics IS
'Statistics of the light curve of each source in each band and under each calibration; always name band and calibration.
Subject: variability';
COMMENT ON COLUMN science.light_curve_statistics.source_id IS
'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.light_curve_statistics.field_id IS
'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.light_curve_statistics.band IS
'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.light_curve_statistics.calibration IS
'Calibration: raw, catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.light_curve_statistics.n_epoch IS
'Epochs that have a magnitude with an error. [] {meta.number;obs}';
COMMENT ON COLUMN science.light_curve_statistics.mag_mean IS
'Arithmetic mean of the magnitudes. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.mag_weighted_mean IS
'Mean of the magnitudes weighted by the inverse squares of their errors. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.mag_weighted_mean_err IS
'Error of that mean from the quoted errors, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.mag_median IS
'Median of the magnitudes. [mag] {phot.mag;stat.median;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.mag_mad IS
'Median absolute deviation from the median (Hampel 1974). [mag] {stat.stdev;phot.mag;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.amplitude IS
'Half the range of the magnitudes. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN science.light_curve_statistics.mag_stddev IS
'Standard deviation of the magnitudes, of the sample; missing for one epoch. [mag] {stat.stdev;phot.mag;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.chi2_reduced IS
'Chi square of a constant, per degree of freedom (Bevington & Robinson 2003). [] {stat.fit.chi2}';
COMMENT ON COLUMN science.light_curve_statistics.flux_excess_variance IS
'Variance of the flux that the errors do not explain, over the squared mean flux (Nandra et al. 1997). [] {stat.variance;src.var}';
COMMENT ON COLUMN science.light_curve_statistics.skewness IS
'Skewness G1 of the magnitudes (Joanes & Gill 1998). [] {stat.param;src.var}';
COMMENT ON COLUMN science.light_curve_statistics.kurtosis IS
'Excess kurtosis G2 of the magnitudes (Joanes & Gill 1998). [] {stat.param;src.var}';
COMMENT ON COLUMN science.light_curve_statistics.mag_p25 IS
'Percentile 25 of the magnitudes (Hyndman & Fan 1996, definition 7). [mag] {phot.mag;stat.value;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.mag_p75 IS
'Percentile 75 of the magnitudes (Hyndman & Fan 1996, definition 7). [mag] {phot.mag;stat.value;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.mag_iqr IS
'Inter-quartile range of the magnitudes. [mag] {stat.stdev;phot.mag;em.IR}';
COMMENT ON COLUMN science.light_curve_statistics.von_neumann_eta IS
'Mean squared step between successive epochs over the variance; 2 for noise, less for what is smooth (von Neumann 1941). [] {stat.param;src.var.index}';
COMMENT ON COLUMN science.light_curve_statistics.stetson_j IS
'Correlation of the deviations of successive epochs (Stetson 1996). [] {stat.param;src.var.index}';
COMMENT ON COLUMN science.light_curve_statistics.stetson_k IS
'Mean over root mean square of the deviations; 0.798 for normal errors (Stetson 1996). [] {stat.param;src.var.index}';
COMMENT ON COLUMN science.light_curve_statistics.time_span IS
'Time from the first to the last epoch. [d] {time.duration;obs}';
