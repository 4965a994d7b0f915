-- As upkeep.merge_source_variability, for the tied flux: where a zero-point run of the image's band is
-- current, takes the image in with its offset, or with the zero point of its catalogue if the run does not
-- know it.
CREATE FUNCTION upkeep.merge_source_variability_tied(
    image_id integer, source_id_min bigint, source_id_max bigint
)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    MERGE INTO survey.source_variability_tied AS v
    USING (
        SELECT
            d.source_id,
            i.band,
            d.flux_1 * i.flux_scale AS flux,
            d.flux_1_err * i.flux_scale AS flux_err
        FROM (
            SELECT c.image_id, c.band, c.flux_scale
            FROM science.image_calibration AS c
            INNER JOIN survey.band AS b ON b.band = c.band AND b.is_monitored
            WHERE c.image_id = merge_source_variability_tied.image_id AND c.calibration = 'tied'
            OFFSET 0  -- the scale is computed once, not for every detection
        ) AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = merge_source_variability_tied.image_id
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL AND i.flux_scale IS NOT NULL
    ) AS n
    ON
        v.source_id = n.source_id AND v.band = n.band
        AND v.source_id BETWEEN merge_source_variability_tied.source_id_min
        AND merge_source_variability_tied.source_id_max
    WHEN MATCHED THEN UPDATE SET
        n_epoch = v.n_epoch + 1,
        flux_mean = v.flux_mean + (n.flux - v.flux_mean) / (v.n_epoch + 1),
        flux_m2 = v.flux_m2 + (n.flux - v.flux_mean) ^ 2 * v.n_epoch / (v.n_epoch + 1),
        flux_min = least(v.flux_min, n.flux),
        flux_max = greatest(v.flux_max, n.flux),
        flux_err_min = least(v.flux_err_min, n.flux_err),
        max_deviation = NULL, chi2 = NULL, max_deviation_image_id = NULL
    WHEN NOT MATCHED THEN INSERT (
        source_id, band, n_epoch, flux_mean, flux_m2, flux_min, flux_max, flux_err_min
    ) VALUES (n.source_id, n.band, 1, n.flux, 0, n.flux, n.flux, n.flux_err);
END;

COMMENT ON FUNCTION upkeep.merge_source_variability_tied(integer, bigint, bigint) IS
'Merges the tied fluxes of a newly loaded image, whose sources lie between two source_id, into survey.source_variability_tied, where a zero-point run is current; part of every load.
Sample call: SELECT upkeep.merge_source_variability_tied(4, 0, 9999);';
