-- Brings survey.source_variability up to date with a group of newly loaded images, one write for each light
-- curve. upkeep.lock_fields keeps others from these sources meanwhile.
CREATE FUNCTION upkeep.merge_source_variability(
    image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
SET enable_sort = off
BEGIN ATOMIC
    MERGE INTO survey.source_variability AS v
    USING upkeep.extended_variability(
        merge_source_variability.image_ids,
        merge_source_variability.source_id_min,
        merge_source_variability.source_id_max
    ) AS n
    ON
        v.source_id = n.source_id AND v.band = n.band AND v.calibration = n.calibration
        AND v.source_id BETWEEN merge_source_variability.source_id_min
        AND merge_source_variability.source_id_max
    WHEN MATCHED THEN UPDATE SET
        flux_mean = n.flux_mean, flux_m2 = n.flux_m2, flux_min = n.flux_min, flux_max = n.flux_max,
        flux_err_min = n.flux_err_min, weight = n.weight, weighted_offset = n.weighted_offset,
        chi2 = n.chi2, strongest_flux = n.strongest_flux, strongest_flux_err = n.strongest_flux_err,
        rest_deviation = n.rest_deviation, strongest_image_id = n.strongest_image_id,
        n_epoch = n.n_epoch, n_detection = n.n_detection, n_star = n.n_star
    WHEN NOT MATCHED THEN INSERT (
        source_id, flux_mean, flux_m2, flux_min, flux_max, flux_err_min, weight, weighted_offset, chi2,
        strongest_flux, strongest_flux_err, rest_deviation, strongest_image_id,
        n_epoch, n_detection, n_star, band, calibration
    ) VALUES (
        n.source_id, n.flux_mean, n.flux_m2, n.flux_min, n.flux_max, n.flux_err_min, n.weight,
        n.weighted_offset, n.chi2, n.strongest_flux, n.strongest_flux_err, n.rest_deviation,
        n.strongest_image_id, n.n_epoch, n.n_detection, n.n_star, n.band, n.calibration
    );
END;

COMMENT ON FUNCTION upkeep.merge_source_variability(integer[], bigint, bigint) IS
'Merges the fluxes of a group of newly loaded images, whose sources lie between two source_id, into survey.source_variability; part of every load.
Sample call: SELECT upkeep.merge_source_variability(ARRAY[4], 0, 9999);';
