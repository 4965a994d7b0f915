-- What survey.source_variability should hold for a range of sources, from their detections alone, in two
-- passes; the check of upkeep.merge_source_variability. Detections on one image can be left out (-1: none).
CREATE FUNCTION upkeep.recomputed_source_variability(
    source_id_min bigint, source_id_max bigint, without_image_id integer, calibration text DEFAULT 'catalogue'
)
RETURNS SETOF survey.source_variability
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH measured AS (
        SELECT
            d.source_id,
            i.band,
            i.image_id,
            i.mjd,
            (d.class = -1)::integer AS n_star,
            CASE WHEN d.flux_1_err IS NOT NULL THEN d.flux_1 * i.flux_scale END AS flux,
            d.flux_1_err * i.flux_scale AS flux_err
        FROM survey.detection AS d
        INNER JOIN science.image_calibration AS i ON i.image_id = d.image_id
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        WHERE
            i.calibration = recomputed_source_variability.calibration
            AND d.source_id BETWEEN recomputed_source_variability.source_id_min
            AND recomputed_source_variability.source_id_max
            AND d.image_id <> recomputed_source_variability.without_image_id
    ),
    centred AS (
        SELECT
            m.source_id, m.band, m.image_id, m.mjd, m.n_star, m.flux, m.flux_err,
            avg(m.flux) OVER light_curve AS flux_mean,
            abs(m.flux - avg(m.flux) OVER light_curve) / m.flux_err AS deviation
        FROM measured AS m
        WINDOW light_curve AS (PARTITION BY m.source_id, m.band)
    )
    SELECT
        c.source_id,
        min(c.flux_mean),
        sum((c.flux - c.flux_mean) ^ 2),
        min(c.flux),
        max(c.flux),
        min(c.flux_err) FILTER (WHERE c.flux IS NOT NULL),
        max(c.deviation),
        sum(c.deviation ^ 2),
        (array_agg(c.image_id ORDER BY c.deviation DESC, c.mjd) FILTER (WHERE c.deviation IS NOT NULL))[1],
        count(c.flux)::integer,
        count(*)::integer,
        sum(c.n_star)::integer,
        c.band
    FROM centred AS c
    GROUP BY c.source_id, c.band;
END;

COMMENT ON FUNCTION upkeep.recomputed_source_variability(bigint, bigint, integer, text) IS
'The rows of survey.source_variability for a range of source_id, computed from the detections, without those of one image (-1: of none).
Sample call: SELECT * FROM upkeep.recomputed_source_variability(0, 9999, -1);';
