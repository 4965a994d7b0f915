-- Features of the epochs of each light curve of a run in order of phase, and of what the fitted series leaves
-- of them in order of time. Phases count from the first epoch, as in the fit.
CREATE FUNCTION upkeep.folded_features(run_id integer)
RETURNS TABLE (
    source_id bigint,
    fold_log_eta double precision,
    fold_cumulative_range double precision,
    residual_skewness double precision,
    residual_kurtosis double precision,
    residual_log_eta double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
BEGIN ATOMIC
    WITH epoch AS (
        SELECT
            c.source_id, c.mjd, c.image_id, c.mag,
            (c.mjd - m.start_mjd) / p.period AS cycle,
            c.mag
            - m.cosine_1 * cos(t.turn) - m.sine_1 * sin(t.turn)
            - m.cosine_2 * cos(2 * t.turn) - m.sine_2 * sin(2 * t.turn)
            - m.cosine_3 * cos(3 * t.turn) - m.sine_3 * sin(3 * t.turn)
            - m.cosine_4 * cos(4 * t.turn) - m.sine_4 * sin(4 * t.turn) AS residual
        FROM upkeep.light_curves_of_run(folded_features.run_id) AS c
        INNER JOIN survey.harmonic_model AS m
            ON m.source_id = c.source_id AND m.run_id = folded_features.run_id
        INNER JOIN survey.period AS p ON p.source_id = m.source_id AND p.run_id = m.run_id
        CROSS JOIN LATERAL (SELECT 2 * pi() * (c.mjd - m.start_mjd) / p.period AS turn) AS t
    ),
    ordered AS (
        SELECT
            e.source_id,
            stddev_samp(e.mag) OVER light_curve + 1e-6 AS mag_stddev,
            stddev_samp(e.residual) OVER light_curve + 1e-6 AS residual_stddev,
            e.residual - avg(e.residual) OVER light_curve AS deviation,
            lead(e.residual) OVER by_time - e.residual AS residual_step,
            lead(e.mag) OVER by_phase - e.mag AS step,
            sum(e.mag) OVER (by_phase ROWS UNBOUNDED PRECEDING)
            - row_number() OVER by_phase * avg(e.mag) OVER light_curve AS running
        FROM epoch AS e
        WINDOW
            light_curve AS (PARTITION BY e.source_id),
            by_time AS (light_curve ORDER BY e.mjd, e.image_id),
            by_phase AS (light_curve ORDER BY e.cycle - floor(e.cycle), e.mjd, e.image_id)
    )
    SELECT
        o.source_id,
        log(avg(o.step ^ 2) / min(o.mag_stddev) ^ 2 + 1e-6),
        (max(o.running) - min(o.running)) / (count(*) * min(o.mag_stddev)),
        avg(o.deviation ^ 3) / min(o.residual_stddev) ^ 3,
        avg(o.deviation ^ 4) / min(o.residual_stddev) ^ 4,
        log(avg(o.residual_step ^ 2) / min(o.residual_stddev) ^ 2 + 1e-6)
    FROM ordered AS o
    GROUP BY o.source_id;
END;

COMMENT ON FUNCTION upkeep.folded_features(integer) IS
'Features of the epochs in order of phase and of what the fitted series leaves, of the light curves of a run of python -m ml periods (dimensionless): a part of science.features_of_run.
Sample call: SELECT * FROM upkeep.folded_features((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
