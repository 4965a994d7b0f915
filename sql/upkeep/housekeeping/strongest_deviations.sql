-- The strongest deviation of an epoch from the mean, and the next, for those light curves of a range of
-- source_id whose strongest is not known: what upkeep.measure_deviations writes. The mean is the kept one,
-- which is given too, so that a row which changes meanwhile can be told from the one that was read. Of
-- equal deviations the earliest counts, and the largest array is its, as in upkeep.merge_source_variability.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.strongest_deviations(source_id_min bigint, source_id_max bigint)
RETURNS TABLE (
    source_id bigint, band text, calibration text, n_epoch integer, flux_mean double precision,
    strongest_flux double precision, strongest_flux_err double precision, strongest_image_id integer,
    rest_deviation double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
SET jit = off
BEGIN ATOMIC
    WITH unknown AS MATERIALIZED (
        SELECT v.source_id, v.band, v.calibration, v.n_epoch, v.flux_mean
        FROM survey.source_variability AS v
        WHERE
            v.source_id BETWEEN strongest_deviations.source_id_min AND strongest_deviations.source_id_max
            AND v.n_epoch > 1
            AND upkeep.strongest_deviation(
                v.flux_mean, v.strongest_flux, v.strongest_flux_err, v.rest_deviation
            ) IS NULL
    ),
    calibrated AS MATERIALIZED (
        SELECT i.image_id, i.band, i.calibration::"char" AS calibration, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        WHERE i.calibration <> 'raw' AND i.flux_scale IS NOT NULL
    ),
    deviating AS MATERIALIZED (
        SELECT
            v.source_id, v.band, v.calibration, v.n_epoch, v.flux_mean, i.image_id, i.mjd,
            d.flux_1 * i.flux_scale AS flux, d.flux_1_err * i.flux_scale AS flux_err,
            abs(d.flux_1 * i.flux_scale - v.flux_mean) / (d.flux_1_err * i.flux_scale) AS deviation
        FROM unknown AS v
        INNER JOIN survey.detection AS d
            ON d.source_id = v.source_id
            AND d.source_id BETWEEN strongest_deviations.source_id_min AND strongest_deviations.source_id_max
        INNER JOIN calibrated AS i
            ON i.image_id = d.image_id AND i.band = v.band AND i.calibration = v.calibration
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL
    ),
    strongest AS (
        SELECT
            d.source_id, d.band, d.calibration, d.n_epoch, d.flux_mean,
            max(ARRAY[d.deviation, -d.mjd, -d.image_id, d.flux, d.flux_err]) AS epoch
        FROM deviating AS d
        GROUP BY d.source_id, d.band, d.calibration, d.n_epoch, d.flux_mean
    ),
    next AS (
        SELECT d.source_id, d.band, d.calibration, max(d.deviation) AS deviation
        FROM deviating AS d
        INNER JOIN strongest AS s
            ON s.source_id = d.source_id AND s.band = d.band AND s.calibration = d.calibration
            AND s.epoch[3] <> -d.image_id
        GROUP BY d.source_id, d.band, d.calibration
    )
    SELECT
        s.source_id, s.band, s.calibration::text AS calibration, s.n_epoch, s.flux_mean,
        s.epoch[4] AS strongest_flux, s.epoch[5] AS strongest_flux_err,
        -s.epoch[3]::integer AS strongest_image_id,
        n.deviation * (1 - 1e-15) AS rest_deviation
    FROM strongest AS s
    INNER JOIN next AS n
        ON n.source_id = s.source_id AND n.band = s.band AND n.calibration = s.calibration;
END;

COMMENT ON FUNCTION upkeep.strongest_deviations(bigint, bigint) IS
'The strongest deviation of those light curves in a range of source_id where it is not known: flux and error [adu] and image, and the next (in sigma).
Sample call: SELECT * FROM upkeep.strongest_deviations(0, 9999);';
