-- Classes of variables: labels, what a search fits to each light curve, features, and forests with what
-- they say of the sources. Rows of a run go with it.

CREATE TABLE survey.label_list (
    whence text NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL,
    n_label integer NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT label_list_pkey PRIMARY KEY (whence),
    CONSTRAINT label_list_whence_not_empty CHECK (whence <> ''),
    CONSTRAINT label_list_sha256_hexadecimal CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT label_list_n_label_positive CHECK (n_label > 0)
);

-- No foreign key to source, which may be distributed: what is not there is refused when labels are loaded,
-- and a source whose catalogues were taken out keeps its label for when they come again.
CREATE TABLE survey.label (
    source_id bigint NOT NULL,
    whence text NOT NULL,
    class text NOT NULL,
    certainty double precision,
    CONSTRAINT label_pkey PRIMARY KEY (source_id, whence),
    CONSTRAINT label_list_fkey
        FOREIGN KEY (whence) REFERENCES survey.label_list (whence) ON DELETE CASCADE,
    CONSTRAINT label_class_not_empty CHECK (class <> ''),
    CONSTRAINT label_certainty_in_unit_interval CHECK (certainty BETWEEN 0 AND 1)
);
CREATE INDEX label_whence_idx ON survey.label (whence);

COMMENT ON TABLE survey.label_list IS
'The lists of labelled sources that were loaded: by whom or by what the labels were given.';
COMMENT ON COLUMN survey.label_list.whence IS 'Name of the list: where its labels come from. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.label_list.path IS 'File it was read from. [] {meta.id;meta.file}';
COMMENT ON COLUMN survey.label_list.sha256 IS 'SHA-256 of that file. [] {meta.code}';
COMMENT ON COLUMN survey.label_list.n_label IS 'Labels in it. [] {meta.number}';
COMMENT ON COLUMN survey.label_list.loaded_at IS 'When it was loaded. [] {time.processing}';

COMMENT ON TABLE survey.label IS
'What a source is according to somebody: its class, from which a forest learns.';
COMMENT ON COLUMN survey.label.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.label.whence IS 'List that the label comes from. [] {meta.id}';
COMMENT ON COLUMN survey.label.class IS 'The class, as the list calls it. [] {src.class}';
COMMENT ON COLUMN survey.label.certainty IS
'How sure the list is of it, from 0 to 1; missing where it does not say. [] {stat.probability}';

-- What python -m ml periods leaves of a light curve, from which and from the epochs features are made.
CREATE TABLE survey.harmonic_model (
    source_id bigint NOT NULL,
    start_mjd double precision NOT NULL,
    cosine_1 double precision NOT NULL,
    sine_1 double precision NOT NULL,
    cosine_2 double precision NOT NULL,
    sine_2 double precision NOT NULL,
    cosine_3 double precision NOT NULL,
    sine_3 double precision NOT NULL,
    cosine_4 double precision NOT NULL,
    sine_4 double precision NOT NULL,
    unexplained double precision NOT NULL,
    unexplained_half double precision NOT NULL,
    unexplained_double double precision NOT NULL,
    sine_period double precision NOT NULL,
    second_period double precision NOT NULL,
    second_amplitude double precision NOT NULL,
    second_power double precision NOT NULL,
    third_period double precision NOT NULL,
    third_amplitude double precision NOT NULL,
    series_range double precision NOT NULL,
    series_quartile_1 double precision NOT NULL,
    series_median double precision NOT NULL,
    series_quartile_3 double precision NOT NULL,
    dip_asymmetry double precision NOT NULL,
    walk_time double precision NOT NULL,
    walk_gain double precision NOT NULL,
    run_id integer NOT NULL,
    CONSTRAINT harmonic_model_pkey PRIMARY KEY (source_id, run_id),
    CONSTRAINT harmonic_model_period_fkey
        FOREIGN KEY (source_id, run_id) REFERENCES survey.period (source_id, run_id) ON DELETE CASCADE,
    CONSTRAINT harmonic_model_unexplained_positive
        CHECK (least(unexplained, unexplained_half, unexplained_double) > 0),
    CONSTRAINT harmonic_model_sine_period_positive CHECK (sine_period > 0 AND sine_period < 'infinity'),
    CONSTRAINT harmonic_model_second_period_positive CHECK (second_period > 0 AND second_period < 'infinity'),
    CONSTRAINT harmonic_model_third_period_positive CHECK (third_period > 0 AND third_period < 'infinity'),
    CONSTRAINT harmonic_model_series_range_not_negative CHECK (series_range >= 0),
    CONSTRAINT harmonic_model_walk_time_positive CHECK (walk_time > 0 AND walk_time < 'infinity'),
    CONSTRAINT harmonic_model_second_power_in_unit_interval CHECK (second_power BETWEEN 0 AND 1)
);
CREATE INDEX harmonic_model_run_idx ON survey.harmonic_model (run_id);

-- A copy of what science.features_of_run gives at the end of a run: a forest asks for all sources at once,
-- and their light curves would take minutes to read.
CREATE TABLE survey.light_curve_feature (
    source_id bigint NOT NULL,
    log_period double precision NOT NULL,
    n_harmonic double precision NOT NULL,
    criterion_per_epoch double precision NOT NULL,
    sine_power double precision NOT NULL,
    log_candidate_ratio double precision NOT NULL,
    candidate_gap double precision NOT NULL,
    log_amplitude_1 double precision NOT NULL,
    ratio_21 double precision NOT NULL,
    ratio_31 double precision NOT NULL,
    ratio_41 double precision NOT NULL,
    phase_21_cos double precision NOT NULL,
    phase_21_sin double precision NOT NULL,
    phase_31_cos double precision NOT NULL,
    phase_31_sin double precision NOT NULL,
    unexplained double precision NOT NULL,
    unexplained_half_ratio double precision NOT NULL,
    unexplained_double_ratio double precision NOT NULL,
    log_sine_period double precision NOT NULL,
    log_second_period double precision NOT NULL,
    log_second_ratio double precision NOT NULL,
    log_second_amplitude double precision NOT NULL,
    second_amplitude_ratio double precision NOT NULL,
    second_power double precision NOT NULL,
    log_third_ratio double precision NOT NULL,
    third_amplitude_ratio double precision NOT NULL,
    shape_skewness double precision NOT NULL,
    shape_bright_share double precision NOT NULL,
    shape_rise_share double precision NOT NULL,
    shape_secondary double precision NOT NULL,
    shape_steepest double precision NOT NULL,
    fold_log_eta double precision NOT NULL,
    fold_cumulative_range double precision NOT NULL,
    residual_skewness double precision NOT NULL,
    residual_kurtosis double precision NOT NULL,
    residual_log_eta double precision NOT NULL,
    log_range double precision NOT NULL,
    log_stddev double precision NOT NULL,
    log_range_over_amplitude_1 double precision NOT NULL,
    skewness double precision NOT NULL,
    kurtosis double precision NOT NULL,
    mad_over_stddev double precision NOT NULL,
    iqr_over_stddev double precision NOT NULL,
    beyond_stddev double precision NOT NULL,
    median_place double precision NOT NULL,
    share_50 double precision NOT NULL,
    share_80 double precision NOT NULL,
    share_90 double precision NOT NULL,
    log_spread_80 double precision NOT NULL,
    tail_asymmetry double precision NOT NULL,
    log_eta double precision NOT NULL,
    log_eta_by_time double precision NOT NULL,
    stetson_k double precision NOT NULL,
    cumulative_range double precision NOT NULL,
    trend double precision NOT NULL,
    log_slope_50 double precision NOT NULL,
    log_slope_90 double precision NOT NULL,
    log_chi2_reduced double precision NOT NULL,
    log_err_over_stddev double precision NOT NULL,
    log_second_candidate double precision NOT NULL,
    log_third_candidate double precision NOT NULL,
    log_series_range double precision NOT NULL,
    series_quartile_1 double precision NOT NULL,
    series_median double precision NOT NULL,
    series_quartile_3 double precision NOT NULL,
    dip_asymmetry double precision NOT NULL,
    log_walk_time double precision NOT NULL,
    walk_gain double precision NOT NULL,
    j_minus_h double precision,
    h_minus_ks double precision,
    run_id integer NOT NULL,
    CONSTRAINT light_curve_feature_pkey PRIMARY KEY (source_id, run_id),
    CONSTRAINT light_curve_feature_period_fkey
        FOREIGN KEY (source_id, run_id) REFERENCES survey.period (source_id, run_id) ON DELETE CASCADE
);
CREATE INDEX light_curve_feature_run_idx ON survey.light_curve_feature (run_id);

CREATE TABLE survey.forest (
    run_id integer NOT NULL,
    n_tree integer NOT NULL,
    power double precision NOT NULL,
    n_outside_max integer NOT NULL,
    CONSTRAINT forest_pkey PRIMARY KEY (run_id),
    CONSTRAINT forest_run_fkey
        FOREIGN KEY (run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT forest_n_tree_positive CHECK (n_tree > 0),
    CONSTRAINT forest_power_positive CHECK (power > 0 AND power < 'infinity'),
    CONSTRAINT forest_n_outside_max_not_negative CHECK (n_outside_max >= 0)
);

CREATE TABLE survey.forest_class (
    run_id integer NOT NULL,
    class text NOT NULL,
    class_number smallint NOT NULL,
    n_label integer NOT NULL,
    CONSTRAINT forest_class_pkey PRIMARY KEY (run_id, class_number),
    CONSTRAINT forest_class_class_unique UNIQUE (run_id, class),
    CONSTRAINT forest_class_forest_fkey
        FOREIGN KEY (run_id) REFERENCES survey.forest (run_id) ON DELETE CASCADE,
    CONSTRAINT forest_class_n_label_positive CHECK (n_label > 0)
);

CREATE TABLE survey.forest_feature (
    run_id integer NOT NULL,
    feature text NOT NULL,
    low double precision NOT NULL,
    high double precision NOT NULL,
    fill double precision NOT NULL,
    importance double precision NOT NULL,
    CONSTRAINT forest_feature_pkey PRIMARY KEY (run_id, feature),
    CONSTRAINT forest_feature_forest_fkey
        FOREIGN KEY (run_id) REFERENCES survey.forest (run_id) ON DELETE CASCADE,
    CONSTRAINT forest_feature_range_in_order CHECK (low <= high),
    CONSTRAINT forest_feature_importance_in_unit_interval CHECK (importance BETWEEN 0 AND 1)
);

-- A node tests whether a feature is at most a threshold, and the way goes on to the left if so, else to the
-- right; a leaf names a class. Nodes of a tree are numbered depth first, the left branch before the right
-- one.
CREATE TABLE survey.forest_node (
    run_id integer NOT NULL,
    tree integer NOT NULL,
    node integer NOT NULL,
    depth integer NOT NULL,
    feature text,
    threshold double precision,
    left_node integer,
    right_node integer,
    class_number smallint,
    CONSTRAINT forest_node_pkey PRIMARY KEY (run_id, tree, node),
    CONSTRAINT forest_node_class_fkey
        FOREIGN KEY (run_id, class_number) REFERENCES survey.forest_class (run_id, class_number)
        ON DELETE CASCADE,
    CONSTRAINT forest_node_feature_fkey
        FOREIGN KEY (run_id, feature) REFERENCES survey.forest_feature (run_id, feature) ON DELETE CASCADE,
    CONSTRAINT forest_node_tests_or_names CHECK (
        num_nulls(feature, threshold, left_node, right_node)
        = CASE WHEN class_number IS NULL THEN 0 ELSE 4 END
    ),
    CONSTRAINT forest_node_left_comes_next CHECK (left_node = node + 1),
    CONSTRAINT forest_node_right_comes_later CHECK (right_node > left_node)
);

-- A forest may be asked about the features of later runs of periods too.
CREATE TABLE survey.classification (
    run_id integer NOT NULL,
    period_run_id integer NOT NULL,
    n_source integer NOT NULL,
    n_unknown integer NOT NULL,
    classified_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT classification_pkey PRIMARY KEY (run_id, period_run_id),
    CONSTRAINT classification_forest_fkey
        FOREIGN KEY (run_id) REFERENCES survey.forest (run_id) ON DELETE CASCADE,
    CONSTRAINT classification_period_run_fkey
        FOREIGN KEY (period_run_id) REFERENCES survey.model_run (run_id) ON DELETE CASCADE,
    CONSTRAINT classification_n_unknown_in_range CHECK (n_unknown BETWEEN 0 AND n_source)
);
CREATE INDEX classification_period_run_idx ON survey.classification (period_run_id);

CREATE TABLE survey.class_probability (
    source_id bigint NOT NULL,
    probability double precision NOT NULL,
    run_id integer NOT NULL,
    period_run_id integer NOT NULL,
    n_outside smallint NOT NULL,
    class_number smallint NOT NULL,
    CONSTRAINT class_probability_pkey PRIMARY KEY (source_id, run_id, period_run_id, class_number),
    CONSTRAINT class_probability_classification_fkey
        FOREIGN KEY (run_id, period_run_id)
        REFERENCES survey.classification (run_id, period_run_id) ON DELETE CASCADE,
    CONSTRAINT class_probability_probability_in_unit_interval CHECK (probability BETWEEN 0 AND 1)
);
CREATE INDEX class_probability_run_idx ON survey.class_probability (run_id, period_run_id);

COMMENT ON TABLE survey.harmonic_model IS
'Four harmonics at the first period of each light curve, and the two strongest sines in what they leave.';
COMMENT ON COLUMN survey.harmonic_model.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.harmonic_model.start_mjd IS
'Modified Julian date of the first epoch, from which phases count. [d] {time.epoch}';
COMMENT ON COLUMN survey.harmonic_model.cosine_1 IS
'Coefficient of the cosine of the first harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.sine_1 IS
'Coefficient of the sine of the first harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.cosine_2 IS
'Coefficient of the cosine of the second harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.sine_2 IS
'Coefficient of the sine of the second harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.cosine_3 IS
'Coefficient of the cosine of the third harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.sine_3 IS
'Coefficient of the sine of the third harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.cosine_4 IS
'Coefficient of the cosine of the fourth harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.sine_4 IS
'Coefficient of the sine of the fourth harmonic. [mag] {stat.fit.param;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.unexplained IS
'Share of the weighted scatter that four harmonics of the period leave. [] {stat.fit.residual}';
COMMENT ON COLUMN survey.harmonic_model.unexplained_half IS
'The same of half the period. [] {stat.fit.residual}';
COMMENT ON COLUMN survey.harmonic_model.unexplained_double IS
'The same of twice the period. [] {stat.fit.residual}';
COMMENT ON COLUMN survey.harmonic_model.sine_period IS
'Period of the sine of highest power. [d] {time.period}';
COMMENT ON COLUMN survey.harmonic_model.second_period IS
'Period of the strongest sine in what the four harmonics leave. [d] {time.period}';
COMMENT ON COLUMN survey.harmonic_model.second_amplitude IS
'Its amplitude. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.second_power IS
'Share of what the four harmonics leave that it explains. [] {stat.fit.goodness}';
COMMENT ON COLUMN survey.harmonic_model.third_period IS
'Period of the strongest sine in what both leave. [d] {time.period}';
COMMENT ON COLUMN survey.harmonic_model.third_amplitude IS
'Its amplitude. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.series_range IS
'Range of the series, of up to eight harmonics of the period, that describes the light curve. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN survey.harmonic_model.series_quartile_1 IS
'Where the first quartile of that series lies in its range, from brightest to faintest. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.harmonic_model.series_median IS
'Where its median lies in its range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.harmonic_model.series_quartile_3 IS
'Where its third quartile lies in its range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.harmonic_model.dip_asymmetry IS
'Phases of its faint half after the faintest less those before it, over both. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.harmonic_model.walk_time IS
'Time scale of the likeliest damped random walk, to half a decade (Kelly et al. 2009). [d] {time.interval;stat.fit.param}';
COMMENT ON COLUMN survey.harmonic_model.walk_gain IS
'Natural logarithm of its likelihood over that of independent deviates, over the epochs. [] {stat.likelihood}';
COMMENT ON COLUMN survey.harmonic_model.run_id IS 'Run that found it. [] {meta.id}';

COMMENT ON TABLE survey.light_curve_feature IS
'Features of light curves that tell classes apart, whatever their zero point, for each run of python -m ml periods.';
COMMENT ON COLUMN survey.light_curve_feature.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.light_curve_feature.log_period IS
'Logarithm of the period [d], base 10 as all logarithms here. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.n_harmonic IS
'Harmonics that describe the light curve. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.criterion_per_epoch IS
'Information criterion of the first period less that of a constant, over the epochs. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.sine_power IS
'Share of the scatter that the best sine of any period explains. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_candidate_ratio IS
'Logarithm of the second candidate''s period over the first''s; 0 where there is none. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.candidate_gap IS
'Criterion of the second candidate less that of the first, over the epochs. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_amplitude_1 IS
'Logarithm of the amplitude of the first harmonic [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.ratio_21 IS
'Amplitude of the second harmonic over that of the first (Simon & Lee 1981). [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.ratio_31 IS
'Amplitude of the third harmonic over that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.ratio_41 IS
'Amplitude of the fourth harmonic over that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.phase_21_cos IS
'Cosine of the phase of the second harmonic less twice that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.phase_21_sin IS
'Sine of the phase of the second harmonic less twice that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.phase_31_cos IS
'Cosine of the phase of the third harmonic less three times that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.phase_31_sin IS
'Sine of the phase of the third harmonic less three times that of the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.unexplained IS
'Share of the weighted scatter that four harmonics of the period leave. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.unexplained_half_ratio IS
'What four harmonics of half the period leave, over what those of the period leave. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.unexplained_double_ratio IS
'What four harmonics of twice the period leave, over what those of the period leave. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_sine_period IS
'Logarithm of the period of the best sine [d]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_second_period IS
'Logarithm of the period of the strongest sine in what the first period leaves [d]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_second_ratio IS
'Logarithm of that period over the first. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_second_amplitude IS
'Logarithm of the amplitude of that sine [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.second_amplitude_ratio IS
'Amplitude of that sine over that of the first harmonic. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.second_power IS
'Share of what the first period leaves that this sine explains. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_third_ratio IS
'Logarithm of the period of the strongest sine in what both leave, over the first period. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.third_amplitude_ratio IS
'Amplitude of that sine over that of the first harmonic. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.shape_skewness IS
'Skewness of the fitted series over 64 phases. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.shape_bright_share IS
'Share of the phases at which the fitted series is brighter than the middle of its range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.shape_rise_share IS
'Share of the period from faintest to brightest. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.shape_secondary IS
'Faintest of the fitted series about half a period from the faintest, as a share of its range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.shape_steepest IS
'Steepest slope of the fitted series, in ranges a period. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.fold_log_eta IS
'Logarithm of von Neumann''s eta (1941) of the magnitudes in order of phase. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.fold_cumulative_range IS
'Range of the running sum of the deviations in order of phase, over epochs and standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.residual_skewness IS
'Skewness of what the fitted series leaves. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.residual_kurtosis IS
'Fourth moment of what the fitted series leaves, over its variance squared. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.residual_log_eta IS
'Logarithm of von Neumann''s eta of what the fitted series leaves, in order of time. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_range IS
'Logarithm of the range of the magnitudes [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_stddev IS
'Logarithm of the standard deviation of the magnitudes [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_range_over_amplitude_1 IS
'Logarithm of the range of the magnitudes over the amplitude of the first harmonic. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.skewness IS
'Third moment of the magnitudes over their standard deviation cubed. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.kurtosis IS
'Fourth moment of the magnitudes over their variance squared. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.mad_over_stddev IS
'Median absolute deviation from the median over the standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.iqr_over_stddev IS
'Inter-quartile range over the standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.beyond_stddev IS
'Share of the epochs farther from the mean than a standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.median_place IS
'Where the median stands in the range of the magnitudes, from brightest to faintest. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.share_50 IS
'Range of the middle half of the magnitudes, as a share of their range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.share_80 IS
'Range of the middle 80 %, as a share of the range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.share_90 IS
'Range of the middle 90 %, as a share of the range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_spread_80 IS
'Logarithm of the range of the middle 80 % [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.tail_asymmetry IS
'Faint tail less bright tail, from the median to percentiles 95 and 5, over both. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_eta IS
'Logarithm of von Neumann''s eta of the magnitudes in order of time. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_eta_by_time IS
'The same with each pair weighted by the inverse square of its time apart. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.stetson_k IS
'Mean over root mean square of the deviations in errors (Stetson 1996). [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.cumulative_range IS
'Range of the running sum of the deviations in order of time, over epochs and standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.trend IS
'Correlation of magnitude and time, without its sign. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_slope_50 IS
'Logarithm of the median slope between successive epochs, in standard deviations a day. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_slope_90 IS
'Logarithm of percentile 90 of those slopes. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_chi2_reduced IS
'Logarithm of the reduced chi square of a constant. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_err_over_stddev IS
'Logarithm of the median error over the standard deviation. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_second_candidate IS
'Logarithm of the second candidate''s period [d]; of the first where there is none. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_third_candidate IS
'Logarithm of the third candidate''s period [d]; of the first where there is none. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_series_range IS
'Logarithm of the range of the series that describes the light curve [mag]. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.series_quartile_1 IS
'Where the first quartile of that series lies in its range, from brightest to faintest. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.series_median IS
'Where its median lies in its range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.series_quartile_3 IS
'Where its third quartile lies in its range. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.dip_asymmetry IS
'Phases of its faint half after the faintest less those before it, over both. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.log_walk_time IS
'Logarithm of the time scale of the likeliest damped random walk [d] (Kelly et al. 2009). [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.walk_gain IS
'Log likelihood of that walk over that of independent deviates, over the epochs. [] {stat.param;src.var}';
COMMENT ON COLUMN survey.light_curve_feature.j_minus_h IS
'Colour J - H of the source; missing where one is not measured. [mag] {phot.color;em.IR.J;em.IR.H}';
COMMENT ON COLUMN survey.light_curve_feature.h_minus_ks IS
'Colour H - Ks of the source; missing where one is not measured. [mag] {phot.color;em.IR.H;em.IR.K}';
COMMENT ON COLUMN survey.light_curve_feature.run_id IS 'Run that found the periods. [] {meta.id}';

COMMENT ON TABLE survey.forest IS
'The forests of python -m ml classify, each a run''s.';
COMMENT ON COLUMN survey.forest.run_id IS 'Run that fitted it. [] {meta.id;meta.main}';
COMMENT ON COLUMN survey.forest.n_tree IS 'Trees, each with one vote. [] {meta.number}';
COMMENT ON COLUMN survey.forest.power IS
'To which shares of votes are raised before they are made to add up to 1, so that they are probabilities. [] {stat.param}';
COMMENT ON COLUMN survey.forest.n_outside_max IS
'How many features of a source like the labelled ones lie outside their range at most. [] {meta.number;stat.max}';

COMMENT ON TABLE survey.forest_class IS
'The classes that a forest knows.';
COMMENT ON COLUMN survey.forest_class.run_id IS 'Run that fitted it. [] {meta.id}';
COMMENT ON COLUMN survey.forest_class.class IS 'Name of the class. [] {src.class}';
COMMENT ON COLUMN survey.forest_class.class_number IS
'Its number in the forest, from 0 on. [] {meta.id}';
COMMENT ON COLUMN survey.forest_class.n_label IS
'Labelled sources of it that the forest learned from. [] {meta.number;src}';

COMMENT ON TABLE survey.forest_feature IS
'The features that a forest uses, and their range among the sources that it learned from.';
COMMENT ON COLUMN survey.forest_feature.run_id IS 'Run that fitted it. [] {meta.id}';
COMMENT ON COLUMN survey.forest_feature.feature IS
'Name of the feature, a column of survey.light_curve_feature. [] {meta.id}';
COMMENT ON COLUMN survey.forest_feature.low IS
'Percentile 0.5 among the labelled sources. [] {stat.value;stat.min}';
COMMENT ON COLUMN survey.forest_feature.high IS
'Percentile 99.5 among the labelled sources. [] {stat.value;stat.max}';
COMMENT ON COLUMN survey.forest_feature.fill IS
'Median among the labelled sources: what stands for it where it is missing. [] {stat.value;stat.median}';
COMMENT ON COLUMN survey.forest_feature.importance IS
'Share of the impurity that it takes away in all trees. [] {stat.param}';

COMMENT ON TABLE survey.forest_node IS
'The trees of forests: at each node a test of a feature, at each leaf a class.';
COMMENT ON COLUMN survey.forest_node.run_id IS 'Run that fitted it. [] {meta.id}';
COMMENT ON COLUMN survey.forest_node.tree IS 'Number of the tree, from 0 on. [] {meta.id}';
COMMENT ON COLUMN survey.forest_node.node IS
'Number of the node in the tree, from 0 on, depth first and left before right. [] {meta.id}';
COMMENT ON COLUMN survey.forest_node.depth IS 'Steps from the root. [] {meta.number}';
COMMENT ON COLUMN survey.forest_node.feature IS
'Feature that is tested; missing at a leaf. [] {meta.id}';
COMMENT ON COLUMN survey.forest_node.threshold IS 'Up to this the way goes left. [] {stat.value}';
COMMENT ON COLUMN survey.forest_node.left_node IS 'Node on the left. [] {meta.id}';
COMMENT ON COLUMN survey.forest_node.right_node IS 'Node on the right. [] {meta.id}';
COMMENT ON COLUMN survey.forest_node.class_number IS
'Class that a leaf votes for; missing elsewhere. [] {meta.id;src.class}';

COMMENT ON TABLE survey.classification IS
'Which forest was asked about the sources of which run of python -m ml periods.';
COMMENT ON COLUMN survey.classification.run_id IS 'Run that fitted the forest. [] {meta.id}';
COMMENT ON COLUMN survey.classification.period_run_id IS 'Run that found the periods. [] {meta.id}';
COMMENT ON COLUMN survey.classification.n_source IS
'Sources that were classified. [] {meta.number;src}';
COMMENT ON COLUMN survey.classification.n_unknown IS
'Of them those that are like nothing known. [] {meta.number;src}';
COMMENT ON COLUMN survey.classification.classified_at IS 'When. [] {time.processing}';

COMMENT ON TABLE survey.class_probability IS
'How likely each source is of each class, according to a forest; classes that no tree votes for are left out.';
COMMENT ON COLUMN survey.class_probability.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN survey.class_probability.probability IS
'Probability of the class, calibrated on labelled sources. [] {stat.probability;src.class}';
COMMENT ON COLUMN survey.class_probability.run_id IS 'Run that fitted the forest. [] {meta.id}';
COMMENT ON COLUMN survey.class_probability.period_run_id IS
'Run that found the periods. [] {meta.id}';
COMMENT ON COLUMN survey.class_probability.n_outside IS
'How many of the features that the forest uses lie outside their range among the labelled sources. [] {meta.number}';
COMMENT ON COLUMN survey.class_probability.class_number IS 'The class. [] {meta.id;src.class}';
