-- How does each light curve behave, and how does what is good of it? Statistics of its magnitudes (of its
-- fluxes where the name says so), one row for each source, band, calibration and selection of epochs: 'all',
-- or 'good' alone, of which none of the bad flags is set. Always say which: WHERE selection = 'good' AND band
-- = 'Ks' AND calibration = 'catalogue', and source_id = 5, or a list, or field_id = 1, or nothing more for
-- the whole survey. These conditions reach the tables below all windows, since each of the columns is in
-- every partition; so one source costs one source, and the selection that is not asked for nothing.
--
-- With m_i, e_i the magnitude and its error at epoch i of n, <m> their mean, <m>_w their mean weighted by
-- 1/e_i^2, and s their sample standard deviation:
--   mag_mad                median |m_i - median m| (Hampel 1974)
--   amplitude              (max m - min m) / 2
--   chi2_reduced           sum ((m_i - <m>_w) / e_i)^2 / (n - 1) (Bevington & Robinson 2003)
--   flux_excess_variance   (s_f^2 - <e_f^2>) / <f>^2 of the fluxes f (Nandra et al. 1997)
--   skewness, kurtosis     G1 and G2, the sample's estimates of the population's (Joanes & Gill 1998)
--   von_neumann_eta        sum (m_i+1 - m_i)^2 / (n - 1) / s^2 in order of time (von Neumann 1941)
--   stetson_j              mean sgn(P) sqrt|P| of P = d_i d_i+1 over pairs of successive epochs,
--                          d_i = sqrt(n / (n - 1)) (m_i - <m>_w) / e_i (Stetson 1996; equal weights)
--   stetson_k              <|d_i|> / sqrt <d_i^2>; 0.798 for normal errors (Stetson 1996)
-- Percentiles are interpolated linearly between ranks (definition 7 of Hyndman & Fan 1996). What a light
-- curve is too short for is missing: scatter needs two epochs, skewness three, kurtosis four.
CREATE VIEW science.selected_light_curve_statistics AS
WITH selected AS (
    -- Not as a union, of which a cluster would fetch both parts
    SELECT
        c.source_id, c.field_id, c.band, c.calibration, o.selection, c.image_id, c.mjd, c.mag,
        c.mag_err, c.flux, c.flux_err
    FROM science.calibrated_light_curve AS c
    CROSS JOIN (VALUES ('all'::text), ('good'::text)) AS o (selection)
    WHERE o.selection = 'all' OR c.is_good
),
epoch AS (
    SELECT
        c.source_id, c.field_id, c.band, c.calibration, c.selection, c.mjd, c.mag, c.mag_err, c.flux,
        c.flux_err,
        count(*) OVER light_curve AS n_epoch,
        avg(c.mag) OVER light_curve AS mag_mean,
        sum(c.mag / c.mag_err ^ 2) OVER light_curve / sum(1 / c.mag_err ^ 2) OVER light_curve
            AS mag_weighted_mean,
        row_number() OVER by_mag AS rank,
        lead(c.mag) OVER by_time AS next_mag,
        lead(c.mag_err) OVER by_time AS next_mag_err
    FROM selected AS c
    WINDOW
        light_curve AS (PARTITION BY c.source_id, c.field_id, c.band, c.calibration, c.selection),
        by_time AS (light_curve ORDER BY c.mjd, c.image_id),
        by_mag AS (light_curve ORDER BY c.mag)
),
centred AS (
    SELECT
        e.source_id, e.field_id, e.band, e.calibration, e.selection, e.mjd, e.mag, e.flux, e.flux_err,
        e.n_epoch, e.mag_weighted_mean,
        1 / e.mag_err ^ 2 AS weight,
        e.mag - e.mag_mean AS centred_mag,
        (e.mag - e.mag_weighted_mean) / e.mag_err AS deviation,
        (e.mag - e.mag_weighted_mean) / e.mag_err
        * (e.next_mag - e.mag_weighted_mean) / e.next_mag_err AS pair,
        e.next_mag - e.mag AS step,
        e.mag - avg(e.mag) FILTER (WHERE e.rank IN ((e.n_epoch + 1) / 2, e.n_epoch / 2 + 1)) OVER light_curve
            AS from_median
    FROM epoch AS e
    WINDOW light_curve AS (PARTITION BY e.source_id, e.field_id, e.band, e.calibration, e.selection)
),
summed AS (
    SELECT
        c.source_id, c.field_id, c.band, c.calibration, c.selection,
        count(*)::double precision AS n,
        min(c.mag_weighted_mean) AS mag_weighted_mean,
        1 / sqrt(sum(c.weight)) AS mag_weighted_mean_err,
        avg(c.mag) AS mag_mean,
        percentile_cont(ARRAY[0.25, 0.50, 0.75]) WITHIN GROUP (ORDER BY c.mag) AS quartile,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(c.from_median)) AS mag_mad,
        (max(c.mag) - min(c.mag)) / 2 AS amplitude,
        sum(c.centred_mag ^ 2) AS m2,
        sum(c.centred_mag ^ 3) AS m3,
        sum(c.centred_mag ^ 4) AS m4,
        sum(c.deviation ^ 2) AS chi2,
        sum(abs(c.deviation)) AS deviation_sum,
        var_samp(c.flux) AS flux_variance,
        avg(c.flux_err ^ 2) AS flux_err2,
        avg(c.flux) AS flux_mean,
        sum(c.step ^ 2) AS step2,
        sum(sign(c.pair) * sqrt(abs(c.pair))) AS pair_sum,
        max(c.mjd) - min(c.mjd) AS time_span
    FROM centred AS c
    GROUP BY c.source_id, c.field_id, c.band, c.calibration, c.selection
)
SELECT
    s.source_id,
    s.field_id,
    s.band,
    s.calibration,
    s.selection,
    s.n::integer AS n_epoch,
    s.mag_mean,
    s.mag_weighted_mean,
    s.mag_weighted_mean_err,
    s.quartile[2] AS mag_median,
    s.mag_mad,
    s.amplitude,
    sqrt(s.m2 / nullif(s.n - 1, 0)) AS mag_stddev,
    s.chi2 / nullif(s.n - 1, 0) AS chi2_reduced,
    (s.flux_variance - s.flux_err2) / nullif(s.flux_mean ^ 2, 0) AS flux_excess_variance,
    CASE WHEN s.n >= 3 THEN
        s.n * sqrt(s.n - 1) / (s.n - 2) * s.m3 / nullif(s.m2, 0) ^ 1.5
    END AS skewness,
    CASE WHEN s.n >= 4 THEN
        (s.n - 1) / ((s.n - 2) * (s.n - 3))
        * ((s.n + 1) * s.n * s.m4 / nullif(s.m2, 0) ^ 2 - 3 * (s.n - 1))
    END AS kurtosis,
    s.quartile[1] AS mag_p25,
    s.quartile[3] AS mag_p75,
    s.quartile[3] - s.quartile[1] AS mag_iqr,
    s.step2 / nullif(s.m2, 0) AS von_neumann_eta,
    sqrt(s.n / nullif(s.n - 1, 0)) * s.pair_sum / nullif(s.n - 1, 0) AS stetson_j,
    s.deviation_sum / nullif(sqrt(s.n * s.chi2), 0) AS stetson_k,
    s.time_span
FROM summed AS s;

COMMENT ON VIEW science.selected_light_curve_statistics IS
'Statistics of the light curve of each source in each band and under each calibration, of all its epochs and of the good ones; always name selection, band and calibration.
Subject: variability';
COMMENT ON COLUMN science.selected_light_curve_statistics.source_id IS
'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.selected_light_curve_statistics.field_id IS
'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.selected_light_curve_statistics.band IS
'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.selected_light_curve_statistics.calibration IS
'Calibration: raw, catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.selected_light_curve_statistics.selection IS
'Epochs that count: all, or good, without those that have a bad flag. [] {meta.code}';
COMMENT ON COLUMN science.selected_light_curve_statistics.n_epoch IS
'Epochs of the selection that have a magnitude with an error. [] {meta.number;obs}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_mean IS
'Arithmetic mean of the magnitudes. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_weighted_mean IS
'Mean of the magnitudes weighted by the inverse squares of their errors. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_weighted_mean_err IS
'Error of that mean from the quoted errors, 1 sigma. [mag] {stat.error;phot.mag;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_median IS
'Median of the magnitudes. [mag] {phot.mag;stat.median;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_mad IS
'Median absolute deviation from the median (Hampel 1974). [mag] {stat.stdev;phot.mag;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.amplitude IS
'Half the range of the magnitudes. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_stddev IS
'Standard deviation of the magnitudes, of the sample; missing for one epoch. [mag] {stat.stdev;phot.mag;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.chi2_reduced IS
'Chi square of a constant, per degree of freedom (Bevington & Robinson 2003). [] {stat.fit.chi2}';
COMMENT ON COLUMN science.selected_light_curve_statistics.flux_excess_variance IS
'Variance of the flux that the errors do not explain, over the squared mean flux (Nandra et al. 1997). [] {stat.variance;src.var}';
COMMENT ON COLUMN science.selected_light_curve_statistics.skewness IS
'Skewness G1 of the magnitudes (Joanes & Gill 1998). [] {stat.param;src.var}';
COMMENT ON COLUMN science.selected_light_curve_statistics.kurtosis IS
'Excess kurtosis G2 of the magnitudes (Joanes & Gill 1998). [] {stat.param;src.var}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_p25 IS
'Percentile 25 of the magnitudes (Hyndman & Fan 1996, definition 7). [mag] {phot.mag;stat.value;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_p75 IS
'Percentile 75 of the magnitudes (Hyndman & Fan 1996, definition 7). [mag] {phot.mag;stat.value;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.mag_iqr IS
'Inter-quartile range of the magnitudes. [mag] {stat.stdev;phot.mag;em.IR}';
COMMENT ON COLUMN science.selected_light_curve_statistics.von_neumann_eta IS
'Mean squared step between successive epochs over the variance; 2 for noise, less for what is smooth (von Neumann 1941). [] {stat.param;src.var.index}';
COMMENT ON COLUMN science.selected_light_curve_statistics.stetson_j IS
'Correlation of the deviations of successive epochs (Stetson 1996). [] {stat.param;src.var.index}';
COMMENT ON COLUMN science.selected_light_curve_statistics.stetson_k IS
'Mean over root mean square of the deviations; 0.798 for normal errors (Stetson 1996). [] {stat.param;src.var.index}';
COMMENT ON COLUMN science.selected_light_curve_statistics.time_span IS
'Time from the first to the last epoch. [d] {time.duration;obs}';
