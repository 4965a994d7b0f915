-- The strongest deviation of a good epoch from the mean of the good ones, and chi square, of the light curves
-- in a band that have others: what survey.source_variability, which knows of no flags, cannot tell.
CREATE FUNCTION upkeep.good_deviations(calibration text, band text, with_floor boolean)
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
        FROM (
            SELECT DISTINCT b.source_id
            FROM science.flagged_detection AS b
            WHERE b.band = good_deviations.band
        ) AS f
        INNER JOIN survey.detection AS d ON d.source_id = f.source_id
        INNER JOIN science.image_calibration AS i ON i.image_id = d.image_id
        WHERE
            i.band = good_deviations.band
            AND i.calibration = good_deviations.calibration
            AND science.is_good(d.flags, i.bad_flags)
            AND d.flux_1 IS NOT NULL
            AND d.flux_1_err IS NOT NULL
            AND i.flux_scale IS NOT NULL
    ),
    centred AS (
        SELECT
            m.source_id, m.image_id, m.mjd, avg(m.flux) OVER light_curve AS flux_mean,
            abs(m.flux - avg(m.flux) OVER light_curve)
            / sqrt(m.flux_err ^ 2 + coalesce(f.floor_err, 0) ^ 2) AS deviation
        FROM measured AS m
        LEFT JOIN science.flux_floor AS f
            ON f.source_id = m.source_id AND f.band = good_deviations.band
            AND f.calibration = good_deviations.calibration
            AND good_deviations.with_floor
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

COMMENT ON FUNCTION upkeep.good_deviations(text, text, boolean) IS
'The strongest deviation of a good epoch (in sigma), its MJD [d], mean flux [adu] and chi square of the light curves that have epochs which are not good; with or without the systematic floor.
Sample call: SELECT * FROM upkeep.good_deviations(''catalogue'', ''Ks'', false);';
