-- upkeep.merge_source_variability as a cluster needs it, where MERGE takes no rows of a function: the same rows,
-- written another way. tests/schema holds the query against that of upkeep/load/merge_source_variability.sql,
-- which says what it does.
CREATE OR REPLACE FUNCTION upkeep.merge_source_variability(
    image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_nestloop = off
BEGIN ATOMIC
    INSERT INTO survey.source_variability AS v (
        source_id, flux_mean, flux_m2, flux_min, flux_max, flux_err_min, weight, weighted_offset,
        chi2, strongest_flux, strongest_flux_err, rest_deviation, strongest_image_id, n_epoch,
        n_detection, n_star, band, calibration
    )
    SELECT
        n.source_id, n.flux_mean, n.flux_m2, n.flux_min, n.flux_max, n.flux_err_min, n.weight,
        n.weighted_offset, n.chi2, n.strongest_flux, n.strongest_flux_err, n.rest_deviation,
        n.strongest_image_id, n.n_epoch, n.n_detection, n.n_star, n.band, n.calibration
    FROM (
        WITH kept AS MATERIALIZED (
            SELECT
                o.source_id, o.band, o.calibration, o.n_epoch, o.n_detection, o.n_star, o.flux_mean,
                o.flux_m2,
                o.flux_min, o.flux_max, o.flux_err_min, o.weight, o.weighted_offset, o.chi2,
                o.strongest_flux, o.strongest_flux_err, o.strongest_image_id, o.rest_deviation
            FROM survey.source_variability AS o
            WHERE
                o.source_id BETWEEN merge_source_variability.source_id_min
                AND merge_source_variability.source_id_max
        ),
        moved AS (
            SELECT
                b.source_id, b.band, b.calibration, m.flux_mean,
                coalesce(
                    o.flux_m2 + b.flux_m2
                    + (b.flux_mean - o.flux_mean) ^ 2 * o.n_epoch * b.n_epoch / (o.n_epoch + b.n_epoch),
                    o.flux_m2, b.flux_m2
                ) AS flux_m2,
                least(o.flux_min, b.flux_min) AS flux_min,
                greatest(o.flux_max, b.flux_max) AS flux_max,
                least(o.flux_err_min, b.flux_err_min) AS flux_err_min,
                coalesce(o.weight + b.weight, o.weight, b.weight) AS weight,
                o.weighted_offset - d.kept * o.weight AS kept_offset,
                b.weighted_offset - d.brought * b.weight AS offset_brought,
                o.chi2 - 2 * d.kept * o.weighted_offset + d.kept ^ 2 * o.weight AS kept_chi2,
                b.chi2 - 2 * d.brought * b.weighted_offset + d.brought ^ 2 * b.weight AS chi2_brought,
                abs(o.strongest_flux - m.flux_mean) / o.strongest_flux_err AS kept_deviation,
                abs(b.strongest_flux - m.flux_mean) / b.strongest_flux_err AS deviation_brought,
                -- Where there is no other epoch there is nothing to bound
                CASE WHEN o.n_epoch > 1 THEN o.rest_deviation + abs(d.kept) / o.flux_err_min END AS kept_rest,
                CASE WHEN b.n_epoch > 1 THEN b.rest_deviation + abs(d.brought) / b.flux_err_min END
                    AS rest_brought,
                d.kept <> 0 AS is_moved,
                o.strongest_flux, o.strongest_flux_err, o.strongest_image_id,
                b.strongest_flux AS flux_brought, b.strongest_flux_err AS flux_err_brought,
                b.strongest_image_id AS image_id_brought,
                coalesce(o.n_epoch, 0) + b.n_epoch AS n_epoch,
                coalesce(o.n_detection, 0) + b.n_detection AS n_detection,
                coalesce(o.n_star, 0) + b.n_star AS n_star
            FROM upkeep.variability_from_detections(merge_source_variability.image_ids) AS b
            LEFT JOIN kept AS o
                ON o.source_id = b.source_id AND o.band = b.band AND o.calibration = b.calibration
            CROSS JOIN LATERAL (
                VALUES (
                    coalesce(
                        o.flux_mean + (b.flux_mean - o.flux_mean) * b.n_epoch / (o.n_epoch + b.n_epoch),
                        o.flux_mean, b.flux_mean
                    )
                )
            ) AS m (flux_mean)
            CROSS JOIN LATERAL (
                VALUES (m.flux_mean - o.flux_mean, m.flux_mean - b.flux_mean)
            ) AS d (kept, brought)
        )
        SELECT
            m.source_id, m.band, m.calibration, m.flux_mean, m.flux_m2, m.flux_min, m.flux_max,
            m.flux_err_min, m.weight,
            coalesce(m.kept_offset + m.offset_brought, m.kept_offset, m.offset_brought) AS weighted_offset,
            abs(coalesce(m.kept_chi2 + m.chi2_brought, m.kept_chi2, m.chi2_brought)) AS chi2,
            CASE WHEN s.is_kept THEN m.strongest_flux ELSE m.flux_brought END AS strongest_flux,
            CASE WHEN s.is_kept THEN m.strongest_flux_err ELSE m.flux_err_brought END AS strongest_flux_err,
            CASE WHEN s.is_kept THEN m.strongest_image_id ELSE m.image_id_brought END AS strongest_image_id,
            CASE
                WHEN m.n_epoch > 0
                THEN greatest(
                    m.kept_rest, m.rest_brought,
                    CASE WHEN s.is_kept THEN m.deviation_brought ELSE m.kept_deviation END,
                    0
                ) * CASE WHEN m.is_moved THEN 1 + 1e-9 ELSE 1 END
            END AS rest_deviation,
            m.n_epoch, m.n_detection, m.n_star
        FROM moved AS m
        CROSS JOIN LATERAL (
            VALUES (coalesce(m.kept_deviation > m.deviation_brought, m.deviation_brought IS NULL))
        ) AS s (is_kept)
    ) AS n
    ON CONFLICT (source_id, band, calibration) DO UPDATE SET
        flux_mean = excluded.flux_mean, flux_m2 = excluded.flux_m2, flux_min = excluded.flux_min,
        flux_max = excluded.flux_max, flux_err_min = excluded.flux_err_min,
        weight = excluded.weight, weighted_offset = excluded.weighted_offset, chi2 = excluded.chi2,
        strongest_flux = excluded.strongest_flux, strongest_flux_err = excluded.strongest_flux_err,
        rest_deviation = excluded.rest_deviation, strongest_image_id = excluded.strongest_image_id,
        n_epoch = excluded.n_epoch, n_detection = excluded.n_detection, n_star = excluded.n_star;
END;
