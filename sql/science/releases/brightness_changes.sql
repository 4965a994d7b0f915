-- Which sources are brighter or fainter after a load than before, by more than mag_change? The mean flux of
-- the images that came since is held against the mean flux of the others, which follows from the running
-- moments of all: no earlier detection is read. Errors are those quoted; significance is in units of the
-- difference's.
CREATE FUNCTION science.brightness_changes(load_id bigint, mag_change double precision DEFAULT 0.5)
RETURNS TABLE (
    source_id bigint, field_id integer, band text, n_epoch integer, mag_before double precision,
    mag_after double precision, significance double precision, last_mjd double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
BEGIN ATOMIC
    WITH brought AS MATERIALIZED (
        SELECT i.image_id, i.band, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        INNER JOIN survey.band AS b ON b.band = i.band AND b.is_monitored
        INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
        WHERE c.load_id > brightness_changes.load_id AND i.calibration = 'catalogue'
    ),
    -- Sums, for with avg and ^ the whole would take an eighth longer
    measured AS (
        SELECT
            d.source_id, i.band, count(*)::integer AS n_epoch,
            sum(d.flux_1 * i.flux_scale) / count(*) AS flux_mean,
            sqrt(sum(d.flux_1_err * i.flux_scale * (d.flux_1_err * i.flux_scale))) / count(*) AS flux_err,
            max(i.mjd) AS last_mjd
        FROM brought AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(ARRAY(SELECT b.image_id FROM brought AS b))
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL
        GROUP BY d.source_id, i.band
    ),
    compared AS (
        SELECT
            m.source_id, m.band, m.n_epoch, m.flux_mean AS flux_after, m.flux_err, m.last_mjd, v.weight,
            (v.n_epoch * v.flux_mean - m.n_epoch * m.flux_mean) / (v.n_epoch - m.n_epoch) AS flux_before
        FROM measured AS m
        INNER JOIN survey.source_variability AS v
            ON v.source_id = m.source_id AND v.band = m.band AND v.calibration = 'c' AND v.n_epoch > m.n_epoch
    )
    SELECT
        c.source_id, s.field_id, c.band, c.n_epoch, science.mag_from_flux(c.flux_before) AS mag_before,
        science.mag_from_flux(c.flux_after) AS mag_after,
        (c.flux_after - c.flux_before) / sqrt(c.flux_err ^ 2 + 1 / c.weight) AS significance, c.last_mjd
    FROM compared AS c
    INNER JOIN survey.source AS s ON s.source_id = c.source_id
    WHERE
        -- As a ratio, which spares every source two logarithms
        CASE
            WHEN c.flux_before > 0 AND c.flux_after > 0
            THEN greatest(c.flux_after / c.flux_before, c.flux_before / c.flux_after)
                > (SELECT power(10, 0.4 * brightness_changes.mag_change))
        END
    ORDER BY c.source_id;
END;

COMMENT ON FUNCTION science.brightness_changes(bigint, double precision) IS
'Sources whose mean flux on the images after a load differs from that on the others by more than mag_change [mag], in the monitored bands.
n_epoch: Epochs that came since. [] {meta.number;obs}
mag_before: Magnitude of the mean flux before. [mag] {phot.mag;stat.mean;em.IR}
mag_after: Magnitude of the mean flux since; smaller is brighter. [mag] {phot.mag;stat.mean;em.IR}
significance: Difference of the fluxes in units of its error; positive where it is brighter. [] {stat.snr;arith.diff}
last_mjd: Modified Julian date of the last of these epochs. [d] {time.epoch;stat.max}
Subject: releases
Sample call: SELECT * FROM science.brightness_changes(0, 0.5);';
