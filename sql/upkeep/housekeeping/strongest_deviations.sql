-- The strongest deviation of an epoch from the mean, and the next, of some light curves whose moments are
-- known: what upkeep.measure_deviations writes. Of equal deviations the earliest counts, and the largest
-- array is its, as in upkeep.variability_from_detections. Each light curve is read from the primary key, as a
-- whole (join_collapse_limit: see sql/README.md). Numbers of epochs and means come back, so that a row which
-- changes meanwhile can be told from the one that was read.
CREATE FUNCTION upkeep.strongest_deviations(
    source_ids bigint[], bands text[], calibrations text[], n_epochs integer[], flux_means double precision[]
)
RETURNS TABLE (
    source_id bigint, band text, calibration text, n_epoch integer, flux_mean double precision,
    strongest_flux double precision, strongest_flux_err double precision, strongest_image_id integer,
    rest_deviation double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
SET join_collapse_limit = 1
BEGIN ATOMIC
    WITH calibrated AS MATERIALIZED (
        SELECT i.image_id, i.band, i.calibration::"char"::text AS calibration, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        WHERE i.calibration <> 'raw' AND i.flux_scale IS NOT NULL
    ),
    -- By itself, for of arrays side by side a cluster takes all for the type of the first
    asked AS MATERIALIZED (
        SELECT u.source_id, u.band, u.calibration, u.n_epoch, u.flux_mean
        FROM unnest(
            strongest_deviations.source_ids, strongest_deviations.bands, strongest_deviations.calibrations,
            strongest_deviations.n_epochs, strongest_deviations.flux_means
        ) AS u (source_id, band, calibration, n_epoch, flux_mean)
    ),
    deviating AS (
        SELECT
            c.source_id, c.band, c.calibration, c.n_epoch, c.flux_mean, i.image_id, i.mjd,
            d.flux_1 * i.flux_scale AS flux, d.flux_1_err * i.flux_scale AS flux_err,
            abs(d.flux_1 * i.flux_scale - c.flux_mean) / (d.flux_1_err * i.flux_scale) AS deviation
        FROM asked AS c
        INNER JOIN survey.detection AS d ON d.source_id = c.source_id
        INNER JOIN calibrated AS i
            ON i.image_id = d.image_id AND i.band = c.band AND i.calibration = c.calibration
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL
    ),
    strongest AS (
        SELECT
            d.source_id, d.band, d.calibration, d.n_epoch, d.flux_mean,
            max(ARRAY[d.deviation, -d.mjd, -d.image_id, d.flux, d.flux_err]) AS epoch,
            array_agg(d.deviation) AS deviations
        FROM deviating AS d
        GROUP BY d.source_id, d.band, d.calibration, d.n_epoch, d.flux_mean
    )
    SELECT
        s.source_id, s.band, s.calibration, s.n_epoch, s.flux_mean,
        s.epoch[4] AS strongest_flux, s.epoch[5] AS strongest_flux_err,
        -s.epoch[3]::integer AS strongest_image_id,
        (
            SELECT
                CASE
                    WHEN count(*) FILTER (WHERE u.deviation = s.epoch[1]) > 1 THEN s.epoch[1]
                    ELSE max(u.deviation) FILTER (WHERE u.deviation < s.epoch[1])
                END
            FROM (SELECT unnest(s.deviations) AS deviation) AS u
        ) * (1 - 1e-15) AS rest_deviation
    FROM strongest AS s
    WHERE cardinality(s.deviations) > 1;
END;

COMMENT ON FUNCTION upkeep.strongest_deviations(
    bigint[], text[], text[], integer[], double precision[]
) IS
'The strongest deviation of some light curves from their mean fluxes [adu]: flux and error [adu] and image, and the next (in sigma).
Sample call: SELECT * FROM upkeep.strongest_deviations(ARRAY[5], ARRAY[''Ks''], ARRAY[''c''], ARRAY[2], ARRAY[1000]);';
