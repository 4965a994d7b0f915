-- Keep the features of the light curves that a run searched. Argument: the run.
INSERT INTO survey.light_curve_feature (
    source_id, log_period, n_harmonic, criterion_per_epoch, sine_power, log_candidate_ratio,
    candidate_gap, log_amplitude_1, ratio_21, ratio_31, ratio_41, phase_21_cos, phase_21_sin,
    phase_31_cos, phase_31_sin, unexplained, unexplained_half_ratio, unexplained_double_ratio,
    log_sine_period, log_second_period, log_second_ratio, log_second_amplitude,
    second_amplitude_ratio, second_power, log_third_ratio, third_amplitude_ratio, shape_skewness,
    shape_bright_share, shape_rise_share, shape_secondary, shape_steepest, fold_log_eta,
    fold_cumulative_range, residual_skewness, residual_kurtosis, residual_log_eta, log_range,
    log_stddev, log_range_over_amplitude_1, skewness, kurtosis, mad_over_stddev, iqr_over_stddev,
    beyond_stddev, median_place, share_50, share_80, share_90, log_spread_80, tail_asymmetry,
    log_eta, log_eta_by_time, stetson_k, cumulative_range, trend, log_slope_50, log_slope_90,
    log_chi2_reduced, log_err_over_stddev,
    log_second_candidate, log_third_candidate, log_series_range, series_quartile_1, series_median,
    series_quartile_3, dip_asymmetry, log_walk_time, walk_gain,
    j_minus_h, h_minus_ks, run_id
)
SELECT
    f.source_id, f.log_period, f.n_harmonic, f.criterion_per_epoch, f.sine_power,
    f.log_candidate_ratio, f.candidate_gap, f.log_amplitude_1, f.ratio_21, f.ratio_31, f.ratio_41,
    f.phase_21_cos, f.phase_21_sin, f.phase_31_cos, f.phase_31_sin, f.unexplained,
    f.unexplained_half_ratio, f.unexplained_double_ratio, f.log_sine_period, f.log_second_period,
    f.log_second_ratio, f.log_second_amplitude, f.second_amplitude_ratio, f.second_power,
    f.log_third_ratio, f.third_amplitude_ratio, f.shape_skewness, f.shape_bright_share,
    f.shape_rise_share, f.shape_secondary, f.shape_steepest, f.fold_log_eta,
    f.fold_cumulative_range, f.residual_skewness, f.residual_kurtosis, f.residual_log_eta,
    f.log_range, f.log_stddev, f.log_range_over_amplitude_1, f.skewness, f.kurtosis,
    f.mad_over_stddev, f.iqr_over_stddev, f.beyond_stddev, f.median_place, f.share_50, f.share_80,
    f.share_90, f.log_spread_80, f.tail_asymmetry, f.log_eta, f.log_eta_by_time, f.stetson_k,
    f.cumulative_range, f.trend, f.log_slope_50, f.log_slope_90, f.log_chi2_reduced,
    f.log_err_over_stddev,
    f.log_second_candidate, f.log_third_candidate, f.log_series_range, f.series_quartile_1,
    f.series_median, f.series_quartile_3, f.dip_asymmetry, f.log_walk_time, f.walk_gain,
    f.j_minus_h, f.h_minus_ks, %(run_id)s
FROM science.features_of_run(%(run_id)s) AS f;
