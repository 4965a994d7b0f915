-- The strongest deviation of an epoch from the mean and the chi square of all epochs, for those sources of a
-- field whose row does not have them: what science.measure_deviations writes. The mean is the kept one, and
-- the moments are given too, so that a row which changes meanwhile can be told from the one that was read.
CREATE FUNCTION science.measured_deviations(field_id integer, calibration text)
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
BEGIN ATOMIC
    WITH missing AS (
        SELECT m.source_id, m.band, m.n_epoch, m.flux_mean, m.flux_m2
        FROM science.flux_moments AS m
        INNER JOIN survey.source AS s ON s.source_id = m.source_id
        WHERE
            m.calibration = measured_deviations.calibration
            AND m.max_deviation IS NULL
            AND s.field_id = measured_deviations.field_id
    ),
    -- Each image's scale is worked out once, not for every detection
    calibrated AS MATERIALIZED (
        SELECT i.image_id, i.band, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        WHERE i.calibration = measured_deviations.calibration
    ),
    deviating AS (
        SELECT
            m.source_id, m.band, m.n_epoch, m.flux_mean, m.flux_m2, i.image_id, i.mjd,
            abs(d.flux_1 * i.flux_scale - m.flux_mean) / (d.flux_1_err * i.flux_scale) AS deviation
        FROM missing AS m
        INNER JOIN survey.detection AS d ON d.source_id = m.source_id
        INNER JOIN calibrated AS i ON i.image_id = d.image_id AND i.band = m.band
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL AND i.flux_scale IS NOT NULL
    )
    SELECT DISTINCT ON (d.source_id, d.band)
        d.source_id, d.band, d.n_epoch, d.flux_mean, d.flux_m2,
        d.deviation AS max_deviation,
        sum(d.deviation ^ 2) OVER light_curve AS chi2,
        d.image_id AS max_deviation_image_id
    FROM deviating AS d
    WINDOW light_curve AS (PARTITION BY d.source_id, d.band)
    ORDER BY d.source_id, d.band, d.deviation DESC, d.mjd;
END;

COMMENT ON FUNCTION science.measured_deviations(integer, text) IS
'Strongest deviation (in sigma) and chi square of those light curves of a field that science.measure_deviations has not measured yet, with the moments of their fluxes [adu, adu**2]; calibration catalogue or tied.
Sample call: SELECT * FROM science.measured_deviations(1, ''catalogue'');';
