-- What tells the variables apart? Features of the light curves of each band's latest run of python -m ml
-- periods, the same from survey to survey but for amplitudes and periods; of other runs:
-- science.features_of_run.
CREATE VIEW science.variable_feature AS
SELECT
    f.source_id,
    p.band,
    f.log_period,
    f.n_harmonic,
    f.criterion_per_epoch,
    f.sine_power,
    f.log_candidate_ratio,
    f.candidate_gap,
    f.log_amplitude_1,
    f.ratio_21,
    f.ratio_31,
    f.ratio_41,
    f.phase_21_cos,
    f.phase_21_sin,
    f.phase_31_cos,
    f.phase_31_sin,
    f.unexplained,
    f.unexplained_half_ratio,
    f.unexplained_double_ratio,
    f.log_sine_period,
    f.log_second_period,
    f.log_second_ratio,
    f.log_second_amplitude,
    f.second_amplitude_ratio,
    f.second_power,
    f.log_third_ratio,
    f.third_amplitude_ratio,
    f.shape_skewness,
    f.shape_bright_share,
    f.shape_rise_share,
    f.shape_secondary,
    f.shape_steepest,
    f.fold_log_eta,
    f.fold_cumulative_range,
    f.residual_skewness,
    f.residual_kurtosis,
    f.residual_log_eta,
    f.log_range,
    f.log_stddev,
    f.log_range_over_amplitude_1,
    f.skewness,
    f.kurtosis,
    f.mad_over_stddev,
    f.iqr_over_stddev,
    f.beyond_stddev,
    f.median_place,
    f.share_50,
    f.share_80,
    f.share_90,
    f.log_spread_80,
    f.tail_asymmetry,
    f.log_eta,
    f.log_eta_by_time,
    f.stetson_k,
    f.cumulative_range,
    f.trend,
    f.log_slope_50,
    f.log_slope_90,
    f.log_chi2_reduced,
    f.log_err_over_stddev,
    f.log_second_candidate,
    f.log_third_candidate,
    f.log_series_range,
    f.series_quartile_1,
    f.series_median,
    f.series_quartile_3,
    f.dip_asymmetry,
    f.log_walk_time,
    f.walk_gain,
    f.j_minus_h,
    f.h_minus_ks,
    f.run_id
FROM survey.light_curve_feature AS f
INNER JOIN science.periodic_source AS p ON p.source_id = f.source_id AND p.run_id = f.run_id;

COMMENT ON VIEW science.variable_feature IS
'Features of light curves that tell classes apart, by the latest run of python -m ml periods in each band.
Subject: variability';
COMMENT ON COLUMN science.variable_feature.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.variable_feature.band IS 'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.variable_feature.log_period IS
'Logarithm of the period [d], base 10 as all logarithms here. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.n_harmonic IS
'Harmonics that describe the light curve. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.criterion_per_epoch IS
'Information criterion of the first period less that of a constant, over the epochs. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.sine_power IS
'Share of the scatter that the best sine of any period explains. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_candidate_ratio IS
'Logarithm of the second candidate''s period over the first''s; 0 where there is none. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.candidate_gap IS
'Criterion of the second candidate less that of the first, over the epochs. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_amplitude_1 IS
'Logarithm of the amplitude of the first harmonic [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.ratio_21 IS
'Amplitude of the second harmonic over that of the first (Simon & Lee 1981). [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.ratio_31 IS
'Amplitude of the third harmonic over that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.ratio_41 IS
'Amplitude of the fourth harmonic over that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.phase_21_cos IS
'Cosine of the phase of the second harmonic less twice that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.phase_21_sin IS
'Sine of the phase of the second harmonic less twice that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.phase_31_cos IS
'Cosine of the phase of the third harmonic less three times that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.phase_31_sin IS
'Sine of the phase of the third harmonic less three times that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.unexplained IS
'Share of the weighted scatter that four harmonics of the period leave. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.unexplained_half_ratio IS
'What four harmonics of half the period leave, over what those of the period leave. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.unexplained_double_ratio IS
'What four harmonics of twice the period leave, over what those of the period leave. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_sine_period IS
'Logarithm of the period of the best sine [d]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_second_period IS
'Logarithm of the period of the strongest sine in what the first period leaves [d]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_second_ratio IS
'Logarithm of that period over the first. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_second_amplitude IS
'Logarithm of the amplitude of that sine [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.second_amplitude_ratio IS
'Amplitude of that sine over that of the first harmonic. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.second_power IS
'Share of what the first period leaves that this sine explains. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_third_ratio IS
'Logarithm of the period of the strongest sine in what both leave, over the first period. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.third_amplitude_ratio IS
'Amplitude of that sine over that of the first harmonic. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.shape_skewness IS
'Skewness of the fitted series over 64 phases. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.shape_bright_share IS
'Share of the phases at which the fitted series is brighter than the middle of its range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.shape_rise_share IS
'Share of the period from faintest to brightest. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.shape_secondary IS
'Faintest of the fitted series about half a period from the faintest, as a share of its range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.shape_steepest IS
'Steepest slope of the fitted series, in ranges a period. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.fold_log_eta IS
'Logarithm of von Neumann''s eta (1941) of the magnitudes in order of phase. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.fold_cumulative_range IS
'Range of the running sum of the deviations in order of phase, over epochs and standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.residual_skewness IS
'Skewness of what the fitted series leaves. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.residual_kurtosis IS
'Fourth moment of what the fitted series leaves, over its variance squared. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.residual_log_eta IS
'Logarithm of von Neumann''s eta of what the fitted series leaves, in order of time. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_range IS
'Logarithm of the range of the magnitudes [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_stddev IS
'Logarithm of the standard deviation of the magnitudes [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_range_over_amplitude_1 IS
'Logarithm of the range of the magnitudes over the amplitude of the first harmonic. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.skewness IS
'Third moment of the magnitudes over their standard deviation cubed. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.kurtosis IS
'Fourth moment of the magnitudes over their variance squared. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.mad_over_stddev IS
'Median absolute deviation from the median over the standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.iqr_over_stddev IS
'Inter-quartile range over the standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.beyond_stddev IS
'Share of the epochs farther from the mean than a standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.median_place IS
'Where the median stands in the range of the magnitudes, from brightest to faintest. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.share_50 IS
'Range of the middle half of the magnitudes, as a share of their range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.share_80 IS
'Range of the middle 80 %, as a share of the range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.share_90 IS
'Range of the middle 90 %, as a share of the range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_spread_80 IS
'Logarithm of the range of the middle 80 % [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.tail_asymmetry IS
'Faint tail less bright tail, from the median to percentiles 95 and 5, over both. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_eta IS
'Logarithm of von Neumann''s eta of the magnitudes in order of time. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_eta_by_time IS
'The same with each pair weighted by the inverse square of its time apart. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.stetson_k IS
'Mean over root mean square of the deviations in errors (Stetson 1996). [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.cumulative_range IS
'Range of the running sum of the deviations in order of time, over epochs and standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.trend IS
'Correlation of magnitude and time, without its sign. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_slope_50 IS
'Logarithm of the median slope between successive epochs, in standard deviations a day. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_slope_90 IS
'Logarithm of percentile 90 of those slopes. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_chi2_reduced IS
'Logarithm of the reduced chi square of a constant. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_err_over_stddev IS
'Logarithm of the median error over the standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_second_candidate IS
'Logarithm of the second candidate''s period [d]; of the first where there is none. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_third_candidate IS
'Logarithm of the third candidate''s period [d]; of the first where there is none. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_series_range IS
'Logarithm of the range of the series that describes the light curve [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.series_quartile_1 IS
'Where the first quartile of that series lies in its range, from brightest to faintest. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.series_median IS
'Where its median lies in its range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.series_quartile_3 IS
'Where its third quartile lies in its range. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.dip_asymmetry IS
'Phases of its faint half after the faintest less those before it, over both. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.log_walk_time IS
'Logarithm of the time scale of the likeliest damped random walk [d] (Kelly et al. 2009). [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.walk_gain IS
'Log likelihood of that walk over that of independent deviates, over the epochs. [] {stat.param;src.var}';
COMMENT ON COLUMN science.variable_feature.j_minus_h IS
'Colour J - H of the source; missing where one is not measured. [mag] {phot.color;em.IR.J;em.IR.H}';
COMMENT ON COLUMN science.variable_feature.h_minus_ks IS
'Colour H - Ks of the source; missing where one is not measured. [mag] {phot.color;em.IR.H;em.IR.K}';
COMMENT ON COLUMN science.variable_feature.run_id IS 'Run that found the periods. [] {meta.id}';
