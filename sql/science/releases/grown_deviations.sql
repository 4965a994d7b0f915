-- Whose strongest deviation from its mean flux grew by what came after a load, and who exceeds n_sigma for
-- the first time? Light curves are read only of sources on the new images whose strongest epoch is one of
-- these and exceeds n_sigma: how strong was the strongest without them, about the mean without them?
CREATE FUNCTION science.grown_deviations(load_id bigint, n_sigma double precision DEFAULT 20)
RETURNS TABLE (
    source_id bigint, field_id integer, band text, deviation_before double precision,
    deviation_after double precision, is_first boolean, mjd double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
SET join_collapse_limit = 1
BEGIN ATOMIC
    WITH calibrated AS MATERIALIZED (
        SELECT i.image_id, i.band, i.mjd, i.flux_scale, c.load_id > grown_deviations.load_id AS is_new
        FROM science.image_calibration AS i
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
        WHERE i.calibration = 'catalogue'
    ),
    grown AS MATERIALIZED (
        SELECT
            v.source_id, v.band, i.mjd,
            abs(v.strongest_flux - v.flux_mean) / v.strongest_flux_err AS deviation
        FROM calibrated AS i
        INNER JOIN survey.source_variability AS v
            ON v.strongest_image_id = i.image_id AND v.band = i.band AND v.calibration = 'c'
        WHERE
            i.is_new AND v.n_epoch >= 2
            AND abs(v.strongest_flux - v.flux_mean) / v.strongest_flux_err
            > greatest(grown_deviations.n_sigma, v.rest_deviation)
            AND greatest(v.flux_max - v.flux_mean, v.flux_mean - v.flux_min) / v.flux_err_min
            > grown_deviations.n_sigma * (1 - 1e-9)
    ),
    earlier AS (
        SELECT
            g.source_id, g.band,
            abs(d.flux_1 * i.flux_scale - avg(d.flux_1 * i.flux_scale) OVER light_curve)
            / (d.flux_1_err * i.flux_scale) AS deviation,
            count(*) OVER light_curve AS n_epoch
        FROM grown AS g
        INNER JOIN survey.detection AS d ON d.source_id = g.source_id
        INNER JOIN calibrated AS i ON i.image_id = d.image_id AND i.band = g.band AND NOT i.is_new
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL
        WINDOW light_curve AS (PARTITION BY g.source_id, g.band)
    ),
    strongest AS (
        SELECT e.source_id, e.band, max(e.deviation) FILTER (WHERE e.n_epoch > 1) AS deviation
        FROM earlier AS e
        GROUP BY e.source_id, e.band
    )
    SELECT
        g.source_id, s.field_id, g.band, e.deviation AS deviation_before, g.deviation AS deviation_after,
        coalesce(e.deviation <= grown_deviations.n_sigma, true) AS is_first, g.mjd
    FROM grown AS g
    INNER JOIN survey.source AS s ON s.source_id = g.source_id
    LEFT JOIN strongest AS e ON e.source_id = g.source_id AND e.band = g.band
    ORDER BY g.deviation DESC, g.source_id;
END;

COMMENT ON FUNCTION science.grown_deviations(bigint, double precision) IS
'Sources whose strongest deviation from the mean flux is on an image after a load and exceeds n_sigma errors, with what was strongest before.
deviation_before: Strongest deviation without the new images; missing where there were fewer than two epochs. [] {stat.snr;stat.max}
deviation_after: Strongest deviation now. [] {stat.snr;stat.max}
is_first: Whether it exceeds n_sigma for the first time. [] {meta.code}
mjd: Modified Julian date of the epoch. [d] {time.epoch;obs.exposure}
Subject: releases
Sample call: SELECT * FROM science.grown_deviations(0, 20);';
