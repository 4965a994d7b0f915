-- The strongest deviation of an epoch from the mean, and chi square, of all light curves of which no
-- moments are kept: those of raw fluxes, and those in a band that is not monitored. No rows otherwise.
CREATE FUNCTION upkeep.deviations_without_moments(calibration text, band text)
RETURNS TABLE (
    source_id bigint, n_epoch integer, flux_mean double precision, max_deviation double precision,
    mjd double precision, chi2 double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH measured AS (
        SELECT
            d.source_id, i.image_id, i.mjd, d.flux_1 * i.flux_scale AS flux,
            d.flux_1_err * i.flux_scale AS flux_err
        FROM science.image_calibration AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        INNER JOIN survey.detection AS d ON d.image_id = i.image_id
        WHERE
            i.band = deviations_without_moments.band
            AND i.calibration = deviations_without_moments.calibration
            AND (i.calibration = 'raw' OR NOT b.is_monitored)
            AND d.flux_1 IS NOT NULL
            AND d.flux_1_err IS NOT NULL
            AND i.flux_scale IS NOT NULL
    ),
    centred AS (
        SELECT
            m.source_id, m.image_id, m.mjd,
            avg(m.flux) OVER light_curve AS flux_mean,
            abs(m.flux - avg(m.flux) OVER light_curve) / m.flux_err AS deviation
        FROM measured AS m
        WINDOW light_curve AS (PARTITION BY m.source_id)
    ),
    strongest AS (
        SELECT
            c.source_id, count(*)::integer AS n_epoch, min(c.flux_mean) AS flux_mean,
            sum(c.deviation ^ 2) AS chi2, max(ARRAY[c.deviation, -c.mjd, -c.image_id]) AS epoch
        FROM centred AS c
        GROUP BY c.source_id
        HAVING count(*) >= 2
    )
    SELECT
        s.source_id, s.n_epoch, s.flux_mean, s.epoch[1] AS max_deviation, -s.epoch[2] AS mjd, s.chi2
    FROM strongest AS s;
END;

COMMENT ON FUNCTION upkeep.deviations_without_moments(text, text) IS
'The strongest deviation of an epoch (in sigma), its MJD [d], mean flux [adu] and chi square of the light curves of which no moments are kept.
Sample call: SELECT * FROM upkeep.deviations_without_moments(''raw'', ''Ks'');';
