-- What tells the light curves of a run of python -m ml periods apart? All features, computed anew from what
-- the run fitted and from the epochs; a run's own copy is survey.light_curve_feature. What each is stands
-- in the comments of science.variable_feature. Shape and scatter as in Richards et al. (2011, ApJ 733, 10).
CREATE FUNCTION science.features_of_run(run_id integer)
RETURNS TABLE (
    source_id bigint, log_period double precision, n_harmonic double precision,
    criterion_per_epoch double precision, sine_power double precision, log_candidate_ratio double precision,
    candidate_gap double precision, log_amplitude_1 double precision, ratio_21 double precision,
    ratio_31 double precision, ratio_41 double precision, phase_21_cos double precision,
    phase_21_sin double precision, phase_31_cos double precision, phase_31_sin double precision,
    unexplained double precision, unexplained_half_ratio double precision,
    unexplained_double_ratio double precision, log_sine_period double precision,
    log_second_period double precision, log_second_ratio double precision,
    log_second_amplitude double precision, second_amplitude_ratio double precision,
    second_power double precision, log_third_ratio double precision, third_amplitude_ratio double precision,
    shape_skewness double precision, shape_bright_share double precision, shape_rise_share double precision,
    shape_secondary double precision, shape_steepest double precision, fold_log_eta double precision,
    fold_cumulative_range double precision, residual_skewness double precision,
    residual_kurtosis double precision, residual_log_eta double precision, log_range double precision,
    log_stddev double precision, log_range_over_amplitude_1 double precision, skewness double precision,
    kurtosis double precision, mad_over_stddev double precision, iqr_over_stddev double precision,
    beyond_stddev double precision, median_place double precision, share_50 double precision,
    share_80 double precision, share_90 double precision, log_spread_80 double precision,
    tail_asymmetry double precision, log_eta double precision, log_eta_by_time double precision,
    stetson_k double precision, cumulative_range double precision, trend double precision,
    log_slope_50 double precision, log_slope_90 double precision, log_chi2_reduced double precision,
    log_err_over_stddev double precision, log_second_candidate double precision,
    log_third_candidate double precision, log_series_range double precision,
    series_quartile_1 double precision, series_median double precision, series_quartile_3 double precision,
    dip_asymmetry double precision, log_walk_time double precision, walk_gain double precision,
    j_minus_h double precision, h_minus_ks double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_run(features_of_run.run_id, 'periods');

    SELECT
        h.source_id, h.log_period, h.n_harmonic, h.criterion_per_epoch, h.sine_power, h.log_candidate_ratio,
        h.candidate_gap, h.log_amplitude_1, h.ratio_21, h.ratio_31, h.ratio_41, h.phase_21_cos,
        h.phase_21_sin, h.phase_31_cos, h.phase_31_sin, h.unexplained, h.unexplained_half_ratio,
        h.unexplained_double_ratio, h.log_sine_period, h.log_second_period, h.log_second_ratio,
        h.log_second_amplitude, h.second_amplitude_ratio, h.second_power, h.log_third_ratio,
        h.third_amplitude_ratio, s.shape_skewness, s.shape_bright_share, s.shape_rise_share,
        s.shape_secondary, s.shape_steepest, f.fold_log_eta, f.fold_cumulative_range, f.residual_skewness,
        f.residual_kurtosis, f.residual_log_eta, e.log_range, e.log_stddev,
        e.log_range - h.log_amplitude_1 AS log_range_over_amplitude_1, e.skewness, e.kurtosis,
        e.mad_over_stddev, e.iqr_over_stddev, e.beyond_stddev, e.median_place, e.share_50, e.share_80,
        e.share_90, e.log_spread_80, e.tail_asymmetry, e.log_eta, e.log_eta_by_time, e.stetson_k,
        e.cumulative_range, e.trend, e.log_slope_50, e.log_slope_90, e.log_chi2_reduced,
        e.log_err_over_stddev, h.log_second_candidate, h.log_third_candidate, h.log_series_range,
        h.series_quartile_1, h.series_median, h.series_quartile_3, h.dip_asymmetry, h.log_walk_time,
        h.walk_gain, o.j_minus_h, o.h_minus_ks
    FROM upkeep.harmonic_features(features_of_run.run_id) AS h
    INNER JOIN upkeep.shape_features(features_of_run.run_id) AS s ON s.source_id = h.source_id
    INNER JOIN upkeep.folded_features(features_of_run.run_id) AS f ON f.source_id = h.source_id
    INNER JOIN upkeep.epoch_features(features_of_run.run_id) AS e ON e.source_id = h.source_id
    INNER JOIN upkeep.colour_features(features_of_run.run_id) AS o ON o.source_id = h.source_id;
END;

COMMENT ON FUNCTION science.features_of_run(integer) IS
'Features of the light curves that a run of python -m ml periods searched (dimensionless; logarithms of mag and d), computed anew; columns as in science.variable_feature.
n_harmonic: Harmonics that describe the light curve. [] {stat.param;src.var}
skewness: Third moment of the magnitudes over their standard deviation cubed. [] {stat.param;src.var}
kurtosis: Fourth moment of the magnitudes over their variance squared. [] {stat.param;src.var}
unexplained: Share of the weighted scatter that four harmonics of the period leave. [] {stat.param;src.var}
second_power: Share of what the first period leaves that this sine explains. [] {stat.param;src.var}
j_minus_h: Colour J - H of the source; missing where one is not measured. [mag] {phot.color;em.IR.J;em.IR.H}
h_minus_ks: Colour H - Ks of the source; missing where one is not measured. [mag] {phot.color;em.IR.H;em.IR.K}
walk_gain: Log likelihood of the likeliest damped random walk over that of independent deviates, over the epochs. [] {stat.param;src.var}
stetson_k: Mean over root mean square of the deviations in errors (Stetson 1996). [] {stat.param;src.var}
Subject: variability
Sample call: SELECT * FROM science.features_of_run((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
