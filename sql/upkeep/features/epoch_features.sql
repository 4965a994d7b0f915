-- Features of how the magnitudes of each light curve of a run are distributed, and of their order in time.
-- Moments and von Neumann's eta are over the variance of the sample. 1e-6 mag is added to what is divided by
-- or taken the logarithm of, so that a light curve without scatter has numbers too.
CREATE FUNCTION upkeep.epoch_features(run_id integer)
RETURNS TABLE (
    source_id bigint, log_range double precision, log_stddev double precision,
    skewness double precision, kurtosis double precision, mad_over_stddev double precision,
    iqr_over_stddev double precision, beyond_stddev double precision, median_place double precision,
    share_50 double precision, share_80 double precision, share_90 double precision,
    log_spread_80 double precision, tail_asymmetry double precision, log_eta double precision,
    log_eta_by_time double precision, stetson_k double precision, cumulative_range double precision,
    trend double precision, log_slope_50 double precision, log_slope_90 double precision,
    log_chi2_reduced double precision, log_err_over_stddev double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
BEGIN ATOMIC
    WITH epoch AS (
        SELECT
            c.source_id, c.mjd, c.mag, c.mag_err,
            avg(c.mag) OVER light_curve AS mag_mean,
            stddev_samp(c.mag) OVER light_curve + 1e-6 AS mag_stddev,
            sum(c.mag / c.mag_err ^ 2) OVER light_curve / sum(1 / c.mag_err ^ 2) OVER light_curve
                AS mag_weighted_mean,
            lead(c.mag) OVER by_time - c.mag AS step,
            lead(c.mjd) OVER by_time - c.mjd AS gap,
            sum(c.mag) OVER (by_time ROWS UNBOUNDED PRECEDING)
            - row_number() OVER by_time * avg(c.mag) OVER light_curve AS running,
            row_number() OVER (light_curve ORDER BY c.mag) AS rank,
            count(*) OVER light_curve AS n
        FROM upkeep.light_curves_of_run(epoch_features.run_id) AS c
        WINDOW
            light_curve AS (PARTITION BY c.source_id),
            by_time AS (light_curve ORDER BY c.mjd, c.image_id)
    ),
    centred AS (
        SELECT
            e.source_id, e.mjd, e.mag, e.mag_err, e.mag_stddev, e.step, e.gap, e.running,
            e.mag - e.mag_mean AS deviation,
            (e.mag - e.mag_weighted_mean) / e.mag_err AS scaled,
            e.mag - avg(e.mag) FILTER (WHERE e.rank IN ((e.n + 1) / 2, e.n / 2 + 1)) OVER light_curve
                AS from_median
        FROM epoch AS e
        WINDOW light_curve AS (PARTITION BY e.source_id)
    ),
    summed AS (
        SELECT
            c.source_id, min(c.mag_stddev) AS s, count(*)::double precision AS n, min(c.mag) AS brightest,
            max(c.mag) - min(c.mag) + 1e-6 AS extent,
            percentile_cont(ARRAY[0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]) WITHIN GROUP (ORDER BY c.mag)
                AS p,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(c.from_median)) AS mag_mad,
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY abs(c.step) / greatest(c.gap, 1e-3))
                AS slope,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY c.mag_err) AS err_median,
            avg(c.deviation ^ 3) AS m3, avg(c.deviation ^ 4) AS m4,
            avg((abs(c.deviation) > c.mag_stddev)::integer::double precision) AS beyond,
            avg(c.step ^ 2) AS step2,
            sum(c.step ^ 2 / greatest(c.gap, 1e-2) ^ 2)
            / sum(1 / greatest(c.gap, 1e-2) ^ 2) FILTER (WHERE c.gap IS NOT NULL) AS near_step2,
            avg(abs(c.scaled)) AS scaled_mean, avg(c.scaled ^ 2) AS scaled2,
            max(c.running) - min(c.running) AS running_range,
            coalesce(abs(corr(c.mag, c.mjd)), 0) AS trend
        FROM centred AS c
        GROUP BY c.source_id
    )
    SELECT
        t.source_id,
        log(t.extent), log(t.s),
        t.m3 / t.s ^ 3, t.m4 / t.s ^ 4,
        t.mag_mad / t.s, (t.p[5] - t.p[3]) / t.s, t.beyond,
        (t.p[4] - t.brightest) / t.extent,
        (t.p[5] - t.p[3]) / t.extent, (t.p[6] - t.p[2]) / t.extent, (t.p[7] - t.p[1]) / t.extent,
        log(t.p[6] - t.p[2] + 1e-6),
        (t.p[7] + t.p[1] - 2 * t.p[4]) / (t.p[7] - t.p[1] + 1e-6),
        log(t.step2 / t.s ^ 2 + 1e-6), log(t.near_step2 / t.s ^ 2 + 1e-6),
        t.scaled_mean / sqrt(nullif(t.scaled2, 0)),
        t.running_range / (t.n * t.s), t.trend,
        log(t.slope[1] / t.s + 1e-6), log(t.slope[2] / t.s + 1e-6),
        log(t.n * t.scaled2 / nullif(t.n - 1, 0) + 1e-6),
        log(t.err_median / t.s)
    FROM summed AS t;
END;

COMMENT ON FUNCTION upkeep.epoch_features(integer) IS
'Features of the distribution of the magnitudes and of their order in time, of the light curves of a run of python -m ml periods (dimensionless; logarithms of mag and d): a part of science.features_of_run.
Sample call: SELECT * FROM upkeep.epoch_features((SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
