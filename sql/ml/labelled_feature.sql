-- Features and classes of the labelled sources of the latest run of a band, a row for each label, by source.
-- Arguments: band, list of labels or none for all, least certainty.
SELECT
    l.class, v.source_id, v.log_period, v.n_harmonic, v.criterion_per_epoch, v.sine_power,
    v.log_candidate_ratio, v.candidate_gap, v.log_amplitude_1, v.ratio_21, v.ratio_31, v.ratio_41,
    v.phase_21_cos, v.phase_21_sin, v.phase_31_cos, v.phase_31_sin, v.unexplained,
    v.unexplained_half_ratio, v.unexplained_double_ratio, v.log_sine_period, v.log_second_period,
    v.log_second_ratio, v.log_second_amplitude, v.second_amplitude_ratio, v.second_power,
    v.log_third_ratio, v.third_amplitude_ratio, v.shape_skewness, v.shape_bright_share,
    v.shape_rise_share, v.shape_secondary, v.shape_steepest, v.fold_log_eta,
    v.fold_cumulative_range, v.residual_skewness, v.residual_kurtosis, v.residual_log_eta,
    v.log_range, v.log_stddev, v.log_range_over_amplitude_1, v.skewness, v.kurtosis,
    v.mad_over_stddev, v.iqr_over_stddev, v.beyond_stddev, v.median_place, v.share_50, v.share_80,
    v.share_90, v.log_spread_80, v.tail_asymmetry, v.log_eta, v.log_eta_by_time, v.stetson_k,
    v.cumulative_range, v.trend, v.log_slope_50, v.log_slope_90, v.log_chi2_reduced,
    v.log_err_over_stddev,
    v.log_second_candidate, v.log_third_candidate, v.log_series_range, v.series_quartile_1,
    v.series_median, v.series_quartile_3, v.dip_asymmetry, v.log_walk_time, v.walk_gain,
    v.j_minus_h, v.h_minus_ks
FROM science.label_overview AS l
INNER JOIN science.variable_feature AS v ON v.source_id = l.source_id
WHERE
    v.band = %(band)s
    AND (%(whence)s::text IS NULL OR l.whence = %(whence)s)
    AND coalesce(l.certainty, 1) >= %(certainty_min)s
ORDER BY v.source_id, l.class;
