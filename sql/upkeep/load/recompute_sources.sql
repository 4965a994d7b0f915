-- Writes the summaries of some sources anew, from the detections that there are; those that have none go.
-- What a removal ends with.
CREATE FUNCTION upkeep.recompute_sources(source_ids bigint[])
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    DELETE FROM survey.source_variability AS v WHERE v.source_id = any(recompute_sources.source_ids);

    DELETE FROM survey.source AS s WHERE s.source_id = any(recompute_sources.source_ids);

    INSERT INTO survey.source (
        source_id, ra, dec, first_mjd, z_mjd, y_mjd, j_mjd, h_mjd, ks_mjd, field_id,
        first_image_id, z_image_id, y_image_id, j_image_id, h_image_id, ks_image_id, n_unmonitored,
        n_unmonitored_star, z_mag, z_mag_err, z_snr, y_mag, y_mag_err, y_snr, j_mag, j_mag_err,
        j_snr, h_mag, h_mag_err, h_snr, ks_mag, ks_mag_err, ks_snr, z_class, y_class, j_class,
        h_class, ks_class, is_star
    )
    SELECT
        r.source_id, r.ra, r.dec, r.first_mjd, r.z_mjd, r.y_mjd, r.j_mjd, r.h_mjd, r.ks_mjd,
        r.field_id, r.first_image_id, r.z_image_id, r.y_image_id, r.j_image_id, r.h_image_id,
        r.ks_image_id, r.n_unmonitored, r.n_unmonitored_star, r.z_mag, r.z_mag_err, r.z_snr,
        r.y_mag, r.y_mag_err, r.y_snr, r.j_mag, r.j_mag_err, r.j_snr, r.h_mag, r.h_mag_err,
        r.h_snr, r.ks_mag, r.ks_mag_err, r.ks_snr, r.z_class, r.y_class, r.j_class, r.h_class,
        r.ks_class, r.is_star
    FROM upkeep.recomputed_source(
        recompute_sources.source_ids[1],
        recompute_sources.source_ids[cardinality(recompute_sources.source_ids)]
    ) AS r
    WHERE r.source_id = any(recompute_sources.source_ids);

    INSERT INTO survey.source_variability (
        source_id, flux_mean, flux_m2, flux_min, flux_max, flux_err_min, weight, weighted_offset,
        chi2, strongest_flux, strongest_flux_err, rest_deviation, strongest_image_id, n_epoch,
        n_detection, n_star, band, calibration
    )
    SELECT
        r.source_id, r.flux_mean, r.flux_m2, r.flux_min, r.flux_max, r.flux_err_min, r.weight,
        r.weighted_offset, r.chi2, r.strongest_flux, r.strongest_flux_err, r.rest_deviation,
        r.strongest_image_id, r.n_epoch, r.n_detection, r.n_star, r.band, r.calibration
    FROM upkeep.recomputed_source_variability(
        recompute_sources.source_ids[1],
        recompute_sources.source_ids[cardinality(recompute_sources.source_ids)]
    ) AS r
    WHERE r.source_id = any(recompute_sources.source_ids);
END;

COMMENT ON FUNCTION upkeep.recompute_sources(bigint[]) IS
'Writes the summaries of some sources, given in ascending order, anew from their detections; part of every removal.
Sample call: SELECT upkeep.recompute_sources(ARRAY[5, 6]);';
