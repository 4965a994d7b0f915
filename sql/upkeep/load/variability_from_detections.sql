-- What some images alone tell of each light curve that they extend: a row as survey.source_variability has
-- it, about the mean of these epochs. Two light curves are brought together by
-- upkeep.merge_source_variability.
--
-- A group that is the whole light curve gives the strongest deviation and the next exactly. Of equal
-- deviations the earliest counts: the largest array is that with the largest first element, then second,
-- then third, so that the image comes along without a sort. The next is lessened by rounding so that a tie
-- is no doubt.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.variability_from_detections(image_ids integer[])
RETURNS SETOF survey.source_variability
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    WITH measured AS MATERIALIZED (
        SELECT
            d.source_id, i.band, i.calibration, i.image_id, i.mjd, (d.class = -1)::integer AS n_star,
            CASE WHEN d.flux_1_err IS NOT NULL THEN d.flux_1 * i.flux_scale END AS flux,
            CASE WHEN d.flux_1 IS NOT NULL THEN d.flux_1_err * i.flux_scale END AS flux_err
        FROM (
            SELECT c.image_id, c.band, c.calibration::"char" AS calibration, c.mjd, c.flux_scale
            FROM science.image_calibration AS c
            INNER JOIN survey.band AS b ON b.band = c.band AND b.is_monitored
            WHERE c.image_id = any(variability_from_detections.image_ids) AND c.calibration <> 'raw'
            OFFSET 0  -- the scale is computed once, not for every detection
        ) AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(variability_from_detections.image_ids)
    ),
    counted AS (
        SELECT
            m.source_id, m.band, m.calibration, count(*)::integer AS n_detection,
            sum(m.n_star)::integer AS n_star, count(m.flux)::integer AS n_epoch, avg(m.flux) AS flux_mean,
            var_pop(m.flux) * count(m.flux) AS flux_m2, min(m.flux) AS flux_min, max(m.flux) AS flux_max,
            min(m.flux_err) AS flux_err_min
        FROM measured AS m
        GROUP BY m.source_id, m.band, m.calibration
    ),
    deviating AS (
        SELECT
            m.source_id, m.band, m.calibration, m.image_id, m.mjd, m.flux, m.flux_err,
            m.flux - c.flux_mean AS offset_from_mean, abs(m.flux - c.flux_mean) / m.flux_err AS deviation
        FROM measured AS m
        INNER JOIN counted AS c
            ON c.source_id = m.source_id AND c.band = m.band AND c.calibration = m.calibration
        WHERE m.flux IS NOT NULL
    ),
    strongest AS (
        SELECT
            d.source_id, d.band, d.calibration,
            sum(1 / d.flux_err ^ 2) AS weight,
            sum(d.offset_from_mean / d.flux_err ^ 2) AS weighted_offset,
            sum(d.deviation ^ 2) AS chi2,
            max(ARRAY[d.deviation, -d.mjd, -d.image_id, d.flux, d.flux_err]) AS epoch,
            array_agg(d.deviation) AS deviations
        FROM deviating AS d
        GROUP BY d.source_id, d.band, d.calibration
    )
    SELECT
        c.source_id, c.flux_mean, c.flux_m2, c.flux_min, c.flux_max, c.flux_err_min,
        s.weight, s.weighted_offset, s.chi2,
        s.epoch[4] AS strongest_flux, s.epoch[5] AS strongest_flux_err,
        CASE
            WHEN c.n_epoch > 1
            THEN (
                SELECT u.deviation
                FROM unnest(s.deviations) AS u (deviation)
                ORDER BY u.deviation DESC
                LIMIT 1 OFFSET 1
            ) * (1 - 1e-15)
            WHEN c.n_epoch = 1 THEN 0
        END AS rest_deviation,
        -s.epoch[3]::integer AS strongest_image_id,
        c.n_epoch, c.n_detection, c.n_star, c.band, c.calibration
    FROM counted AS c
    LEFT JOIN strongest AS s
        ON s.source_id = c.source_id AND s.band = c.band AND s.calibration = c.calibration
    WHERE cardinality(variability_from_detections.image_ids) > 1
    UNION ALL
    -- Of one image each detection is a light curve: the same, without counting and comparing
    SELECT
        m.source_id, m.flux AS flux_mean, m.flux - m.flux AS flux_m2, m.flux AS flux_min, m.flux AS flux_max,
        m.flux_err AS flux_err_min, 1 / m.flux_err ^ 2 AS weight, m.flux - m.flux AS weighted_offset,
        m.flux - m.flux AS chi2, m.flux AS strongest_flux, m.flux_err AS strongest_flux_err,
        m.flux - m.flux AS rest_deviation,
        CASE WHEN m.flux IS NOT NULL THEN m.image_id END AS strongest_image_id,
        (m.flux IS NOT NULL)::integer AS n_epoch, 1 AS n_detection, m.n_star, m.band, m.calibration
    FROM measured AS m
    WHERE cardinality(variability_from_detections.image_ids) = 1;
END;

COMMENT ON FUNCTION upkeep.variability_from_detections(integer[]) IS
'What some images alone tell of each light curve that they extend, as rows of survey.source_variability.
Sample call: SELECT * FROM upkeep.variability_from_detections(ARRAY[4]);';
