-- What survey.source_variability should hold for a range of sources, from their detections alone, in two
-- passes; the check of upkeep.merge_source_variability. Here the strongest deviation is always known and
-- rest_deviation is that of the next, lessened by rounding so that a tie is no doubt.
CREATE FUNCTION upkeep.recomputed_source_variability(source_id_min bigint, source_id_max bigint)
RETURNS SETOF survey.source_variability
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH measured AS (
        SELECT
            d.source_id, i.band, i.calibration, i.image_id, i.mjd, (d.class = -1)::integer AS n_star,
            CASE WHEN d.flux_1_err IS NOT NULL THEN d.flux_1 * i.flux_scale END AS flux,
            CASE WHEN d.flux_1 IS NOT NULL THEN d.flux_1_err * i.flux_scale END AS flux_err
        FROM survey.detection AS d
        INNER JOIN science.image_calibration AS i ON i.image_id = d.image_id
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        WHERE
            i.calibration <> 'raw'
            AND d.source_id BETWEEN recomputed_source_variability.source_id_min
            AND recomputed_source_variability.source_id_max
    ),
    centred AS (
        SELECT
            m.source_id, m.band, m.calibration, m.image_id, m.mjd, m.n_star, m.flux, m.flux_err,
            avg(m.flux) OVER light_curve AS flux_mean,
            abs(m.flux - avg(m.flux) OVER light_curve) / m.flux_err AS deviation
        FROM measured AS m
        WINDOW light_curve AS (PARTITION BY m.source_id, m.band, m.calibration)
    ),
    ranked AS (
        SELECT
            c.source_id, c.band, c.calibration, c.image_id, c.n_star, c.flux, c.flux_err, c.flux_mean,
            c.deviation, row_number() OVER strongest_first AS rank
        FROM centred AS c
        WINDOW strongest_first AS (
            PARTITION BY c.source_id, c.band, c.calibration
            ORDER BY c.deviation DESC NULLS LAST, c.mjd, c.image_id
        )
    )
    SELECT
        r.source_id,
        min(r.flux_mean) AS flux_mean,
        sum((r.flux - r.flux_mean) ^ 2) AS flux_m2,
        min(r.flux) AS flux_min,
        max(r.flux) AS flux_max,
        min(r.flux_err) AS flux_err_min,
        sum(1 / r.flux_err ^ 2) AS weight,
        sum((r.flux - r.flux_mean) / r.flux_err ^ 2) AS weighted_offset,
        sum(r.deviation ^ 2) AS chi2,
        min(r.flux) FILTER (WHERE r.rank = 1) AS strongest_flux,
        min(r.flux_err) FILTER (WHERE r.rank = 1) AS strongest_flux_err,
        CASE WHEN count(r.flux) > 0
            THEN coalesce(min(r.deviation) FILTER (WHERE r.rank = 2), 0) * (1 - 1e-15) END AS rest_deviation,
        min(r.image_id) FILTER (WHERE r.rank = 1 AND r.flux IS NOT NULL) AS strongest_image_id,
        count(r.flux)::integer AS n_epoch,
        count(*)::integer AS n_detection,
        sum(r.n_star)::integer AS n_star,
        r.band,
        r.calibration::"char" AS calibration
    FROM ranked AS r
    GROUP BY r.source_id, r.band, r.calibration;
END;

COMMENT ON FUNCTION upkeep.recomputed_source_variability(bigint, bigint) IS
'The rows of survey.source_variability for a range of source_id, computed from the detections.
Sample call: SELECT * FROM upkeep.recomputed_source_variability(0, 9999);';
