-- What some images alone tell of each light curve that they extend: a row as survey.source_variability has
-- it, about the mean of these epochs. Two light curves are brought together by
-- upkeep.merge_source_variability.
--
-- A group that is the whole light curve gives the strongest deviation and the next exactly. Of equal
-- deviations the earliest counts: the largest array is that with the largest first element, then second, so
-- that the image comes along without a sort. The next is lessened by rounding so that a tie is no doubt.
-- Detections are read once, and brought into the order of light curves once: a number stands for band and
-- calibration, and the mean comes to each epoch by a window.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.variability_from_detections(image_ids integer[])
RETURNS SETOF survey.source_variability
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    WITH monitored AS MATERIALIZED (
        -- Here, too, so that the scale is computed once, not for every detection
        SELECT
            c.image_id, c.band, c.calibration::"char" AS calibration, c.flux_scale,
            dense_rank() OVER (ORDER BY c.band, c.calibration) AS series,
            row_number() OVER (ORDER BY c.mjd, c.image_id) AS rank
        FROM science.image_calibration AS c
        INNER JOIN survey.band AS b ON b.band = c.band AND b.is_monitored
        WHERE c.image_id = any(variability_from_detections.image_ids) AND c.calibration <> 'raw'
    ),
    -- Of its two readers only one runs: kept for both it would go through the disk
    measured AS NOT MATERIALIZED (
        SELECT
            d.source_id, i.series, i.rank, (d.class = -1)::integer AS n_star,
            CASE WHEN d.flux_1_err IS NOT NULL THEN d.flux_1 * i.flux_scale END AS flux,
            CASE WHEN d.flux_1 IS NOT NULL THEN d.flux_1_err * i.flux_scale END AS flux_err
        FROM monitored AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(variability_from_detections.image_ids)
    ),
    deviating AS (
        SELECT
            m.source_id, m.series, m.rank, m.n_star, m.flux, m.flux_err,
            avg(m.flux) OVER light_curve AS flux_mean,
            m.flux - avg(m.flux) OVER light_curve AS offset_from_mean,
            1 / (m.flux_err * m.flux_err) AS weight
        FROM measured AS m
        WINDOW light_curve AS (PARTITION BY m.source_id, m.series)
    ),
    light_curve AS (
        SELECT
            d.source_id, d.series, min(d.flux_mean) AS flux_mean,
            sum(d.offset_from_mean * d.offset_from_mean) AS flux_m2,
            min(d.flux) AS flux_min, max(d.flux) AS flux_max, min(d.flux_err) AS flux_err_min,
            sum(d.weight) AS weight, sum(d.offset_from_mean * d.weight) AS weighted_offset,
            sum(d.offset_from_mean * d.offset_from_mean * d.weight) AS chi2,
            max(
                CASE
                    WHEN d.flux IS NOT NULL
                    THEN ARRAY[abs(d.offset_from_mean) / d.flux_err, -d.rank, d.flux, d.flux_err]
                END
            ) AS strongest,
            array_agg(abs(d.offset_from_mean) / d.flux_err) AS deviations,
            count(d.flux)::integer AS n_epoch, count(*)::integer AS n_detection,
            sum(d.n_star)::integer AS n_star
        FROM deviating AS d
        GROUP BY d.source_id, d.series
    )
    SELECT
        c.source_id, c.flux_mean, c.flux_m2, c.flux_min, c.flux_max, c.flux_err_min, c.weight,
        c.weighted_offset, c.chi2,
        c.strongest[3] AS strongest_flux, c.strongest[4] AS strongest_flux_err,
        CASE
            WHEN c.n_epoch > 1
            THEN (
                SELECT
                    CASE
                        WHEN count(*) FILTER (WHERE u.deviation = c.strongest[1]) > 1 THEN c.strongest[1]
                        ELSE max(u.deviation) FILTER (WHERE u.deviation < c.strongest[1])
                    END
                -- In the list it is taken apart in half the time that it takes in FROM
                FROM (SELECT unnest(c.deviations) AS deviation) AS u
            ) * (1 - 1e-15)
            WHEN c.n_epoch = 1 THEN 0
        END AS rest_deviation,
        r.image_id AS strongest_image_id, c.n_epoch, c.n_detection, c.n_star, s.band, s.calibration
    FROM light_curve AS c
    INNER JOIN (
        SELECT DISTINCT m.series, m.band, m.calibration FROM monitored AS m
    ) AS s ON s.series = c.series
    LEFT JOIN monitored AS r ON r.series = c.series AND r.rank = -c.strongest[2]
    WHERE cardinality(variability_from_detections.image_ids) > 1
    UNION ALL
    -- Of one image each detection is a light curve: the same, without counting and comparing
    SELECT
        m.source_id, m.flux AS flux_mean, m.flux - m.flux AS flux_m2, m.flux AS flux_min, m.flux AS flux_max,
        m.flux_err AS flux_err_min, 1 / (m.flux_err * m.flux_err) AS weight,
        m.flux - m.flux AS weighted_offset, m.flux - m.flux AS chi2, m.flux AS strongest_flux,
        m.flux_err AS strongest_flux_err, m.flux - m.flux AS rest_deviation,
        CASE WHEN m.flux IS NOT NULL THEN i.image_id END AS strongest_image_id,
        (m.flux IS NOT NULL)::integer AS n_epoch, 1 AS n_detection, m.n_star, i.band, i.calibration
    FROM measured AS m
    INNER JOIN monitored AS i ON i.series = m.series AND i.rank = m.rank
    WHERE cardinality(variability_from_detections.image_ids) = 1;
END;

COMMENT ON FUNCTION upkeep.variability_from_detections(integer[]) IS
'What some images alone tell of each light curve that they extend, as rows of survey.source_variability.
Sample call: SELECT * FROM upkeep.variability_from_detections(ARRAY[4]);';
