-- What the package light-curve computes too, of each Ks light curve of a field
SELECT
    s.source_id,
    s.n_epoch,
    s.mag_mean,
    s.mag_weighted_mean,
    s.mag_median,
    s.mag_mad,
    s.amplitude,
    s.mag_stddev,
    s.chi2_reduced,
    s.skewness,
    s.kurtosis,
    s.von_neumann_eta,
    s.stetson_k,
    s.time_span,
    s.flux_excess_variance
FROM science.light_curve_statistics AS s
WHERE s.field_id = %(field_id)s AND s.band = 'Ks' AND s.calibration = 'catalogue'
ORDER BY s.source_id
