-- The strongest deviation of an epoch from the mean, and chi square, of some light curves whose moments are
-- known, with a systematic error of each added to its epochs' in quadrature. Of equal deviations the earliest
-- counts; the largest array is its, so that the light curves need not be sorted. Each is read as a whole
-- (join_collapse_limit: see sql/README.md), and + 0 keeps the image out of the key's conditions, where the
-- planner would pair each light curve with each image as of a release, of which it has no statistics.
CREATE FUNCTION upkeep.read_deviations(
    source_ids bigint[], n_epochs integer[], flux_means double precision[], floor_errs double precision[],
    calibration text, band text
)
RETURNS TABLE (
    source_id bigint, n_epoch integer, flux_mean double precision, max_deviation double precision,
    mjd double precision, chi2 double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET join_collapse_limit = 1
BEGIN ATOMIC
    WITH calibrated AS MATERIALIZED (
        -- Each image's scale is worked out once, not for every detection
        SELECT i.image_id, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        WHERE i.band = read_deviations.band AND i.calibration = read_deviations.calibration
    ),
    -- By itself, for of arrays side by side a cluster takes all for the type of the first
    asked AS MATERIALIZED (
        SELECT u.source_id, u.n_epoch, u.flux_mean, u.floor_err
        FROM unnest(
            read_deviations.source_ids, read_deviations.n_epochs, read_deviations.flux_means,
            read_deviations.floor_errs
        ) AS u (source_id, n_epoch, flux_mean, floor_err)
    ),
    deviating AS (
        SELECT
            c.source_id, c.n_epoch, c.flux_mean, i.mjd, i.image_id,
            abs(d.flux_1 * i.flux_scale - c.flux_mean)
            / sqrt((d.flux_1_err * i.flux_scale) ^ 2 + c.floor_err ^ 2) AS deviation
        FROM asked AS c
        INNER JOIN survey.detection AS d ON d.source_id = c.source_id
        INNER JOIN calibrated AS i ON i.image_id = d.image_id + 0
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL AND i.flux_scale IS NOT NULL
    ),
    strongest AS (
        SELECT
            d.source_id, d.n_epoch, d.flux_mean, sum(d.deviation ^ 2) AS chi2,
            max(ARRAY[d.deviation, -d.mjd, -d.image_id]) AS epoch
        FROM deviating AS d
        GROUP BY d.source_id, d.n_epoch, d.flux_mean
    )
    SELECT
        s.source_id, s.n_epoch, s.flux_mean, s.epoch[1] AS max_deviation, -s.epoch[2] AS mjd, s.chi2
    FROM strongest AS s;
END;

COMMENT ON FUNCTION upkeep.read_deviations(
    bigint[], integer[], double precision[], double precision[], text, text
) IS
'The strongest deviation of an epoch (in sigma), its MJD [d] and chi square of some light curves, given their numbers of epochs, mean fluxes and systematic errors [adu].
Sample call: SELECT * FROM upkeep.read_deviations(ARRAY[5], ARRAY[2], ARRAY[1000], ARRAY[0], ''catalogue'', ''Ks'');';
