-- The strongest deviation of an epoch from the mean and the chi square of all epochs, for those sources in a
-- range of source_id whose row does not have them: what upkeep.measure_deviations writes. The mean is the
-- kept one, and the moments are given too, so that a row which changes meanwhile can be told from the one
-- that was read. Of equal deviations the earliest counts.
--
-- The largest array is that with the largest first element, then second, then third; so the image comes along
-- with its deviation, and the light curves need not be sorted. The plan is laid down, as in
-- upkeep.merge_source_variability: the detections are read in the order in which they lie, once.
CREATE FUNCTION upkeep.strongest_deviations(source_id_min bigint, source_id_max bigint, calibration text)
RETURNS TABLE (
    source_id bigint,
    band text,
    n_epoch integer,
    flux_mean double precision,
    flux_m2 double precision,
    max_deviation double precision,
    chi2 double precision,
    max_deviation_image_id integer
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    WITH calibrated AS MATERIALIZED (
        -- Each image's scale is worked out once, not for every detection
        SELECT i.image_id, i.band, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        WHERE i.calibration = strongest_deviations.calibration
    ),
    deviating AS (
        SELECT
            m.source_id, m.band, m.n_epoch, m.flux_mean, m.flux_m2, i.image_id, i.mjd,
            abs(d.flux_1 * i.flux_scale - m.flux_mean) / (d.flux_1_err * i.flux_scale) AS deviation
        FROM science.flux_moments AS m
        INNER JOIN survey.detection AS d
            ON d.source_id = m.source_id
            AND d.source_id BETWEEN strongest_deviations.source_id_min AND strongest_deviations.source_id_max
        INNER JOIN calibrated AS i ON i.image_id = d.image_id AND i.band = m.band
        WHERE
            m.calibration = strongest_deviations.calibration
            AND m.max_deviation IS NULL
            AND m.source_id BETWEEN strongest_deviations.source_id_min AND strongest_deviations.source_id_max
            AND d.flux_1 IS NOT NULL
            AND d.flux_1_err IS NOT NULL
            AND i.flux_scale IS NOT NULL
    ),
    strongest AS (
        SELECT
            d.source_id, d.band, d.n_epoch, d.flux_mean, d.flux_m2,
            max(ARRAY[d.deviation, -d.mjd, -d.image_id]) AS deviation_mjd_image,
            sum(d.deviation * d.deviation) AS chi2
        FROM deviating AS d
        GROUP BY d.source_id, d.band, d.n_epoch, d.flux_mean, d.flux_m2
    )
    SELECT
        s.source_id, s.band, s.n_epoch, s.flux_mean, s.flux_m2,
        s.deviation_mjd_image[1] AS max_deviation,
        s.chi2,
        -s.deviation_mjd_image[3]::integer AS max_deviation_image_id
    FROM strongest AS s;
END;

COMMENT ON FUNCTION upkeep.strongest_deviations(bigint, bigint, text) IS
'Strongest deviation (in sigma) and chi square of those light curves in a range of source_id that upkeep.measure_deviations has not measured yet, with the moments of their fluxes [adu, adu**2]; calibration catalogue or tied.
Sample call: SELECT * FROM upkeep.strongest_deviations(0, 9999, ''catalogue'');';
