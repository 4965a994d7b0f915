-- Features of the periods of each light curve of a run, and of amplitudes and phases of its harmonics
-- relative to the first (Simon & Lee 1981, ApJ 248, 291).
CREATE FUNCTION upkeep.harmonic_features(run_id integer)
RETURNS TABLE (
    source_id bigint, log_period double precision, n_harmonic double precision,
    criterion_per_epoch double precision, sine_power double precision,
    log_candidate_ratio double precision, candidate_gap double precision,
    log_amplitude_1 double precision, ratio_21 double precision, ratio_31 double precision,
    ratio_41 double precision, phase_21_cos double precision, phase_21_sin double precision,
    phase_31_cos double precision, phase_31_sin double precision, unexplained double precision,
    unexplained_half_ratio double precision, unexplained_double_ratio double precision,
    log_sine_period double precision, log_second_period double precision,
    log_second_ratio double precision, log_second_amplitude double precision,
    second_amplitude_ratio double precision, second_power double precision,
    log_third_ratio double precision, third_amplitude_ratio double precision,
    log_second_candidate double precision, log_third_candidate double precision, log_series_range
    double precision, series_quartile_1 double precision, series_median double precision,
    series_quartile_3 double precision, dip_asymmetry double precision, log_walk_time double
    precision, walk_gain double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        m.source_id,
        log(p.period), p.n_harmonic, c.criterion / p.n_epoch, p.power,
        log(coalesce(d.period, p.period) / p.period),
        (coalesce(d.criterion, c.criterion) - c.criterion) / p.n_epoch,
        log(a.first),
        sqrt(m.cosine_2 ^ 2 + m.sine_2 ^ 2) / a.first,
        sqrt(m.cosine_3 ^ 2 + m.sine_3 ^ 2) / a.first,
        sqrt(m.cosine_4 ^ 2 + m.sine_4 ^ 2) / a.first,
        cos(a.lag_2), sin(a.lag_2), cos(a.lag_3), sin(a.lag_3),
        m.unexplained,
        m.unexplained_half / m.unexplained,
        m.unexplained_double / m.unexplained,
        log(m.sine_period),
        log(m.second_period),
        log(m.second_period / p.period),
        log(m.second_amplitude + 1e-6),
        m.second_amplitude / a.first,
        m.second_power,
        log(m.third_period / p.period),
        m.third_amplitude / a.first,
        log(coalesce(d.period, p.period)), log(coalesce(t.period, p.period)),
        log(m.series_range + 1e-6), m.series_quartile_1, m.series_median, m.series_quartile_3,
        m.dip_asymmetry, log(m.walk_time), m.walk_gain
    FROM survey.harmonic_model AS m
    INNER JOIN survey.period AS p ON p.source_id = m.source_id AND p.run_id = m.run_id
    INNER JOIN survey.candidate_period AS c
        ON c.source_id = m.source_id AND c.run_id = m.run_id AND c.rank = 1
    LEFT JOIN survey.candidate_period AS d
        ON d.source_id = m.source_id AND d.run_id = m.run_id AND d.rank = 2
    LEFT JOIN survey.candidate_period AS t
        ON t.source_id = m.source_id AND t.run_id = m.run_id AND t.rank = 3
    CROSS JOIN LATERAL (
        SELECT
            sqrt(m.cosine_1 ^ 2 + m.sine_1 ^ 2) + 1e-6 AS first,
            atan2(m.sine_2, m.cosine_2) - 2 * atan2(m.sine_1, m.cosine_1) AS lag_2,
            atan2(m.sine_3, m.cosine_3) - 3 * atan2(m.sine_1, m.cosine_1) AS lag_3
    ) AS a
    WHERE m.run_id = harmonic_features.run_id;
END;

COMMENT ON FUNCTION upkeep.harmonic_features(integer) IS
'Features of the periods and of the amplitudes and phases of the harmonics of the light curves of a run of python -m ml periods (dimensionless; logarithms of mag and d): a part of science.features_of_run.
Sample call: SELECT * FROM upkeep.harmonic_features((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
