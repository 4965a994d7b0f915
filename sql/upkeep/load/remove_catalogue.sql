-- Takes the catalogue of an image out again, with all that was kept of it: the sources that it touched are
-- recomputed from what remains, and go where nothing does. Image, counts and ledger row go with it, and so do
-- its depth and its zero-point offsets, which were measured on what is taken out.
-- Gives the number of detections that were taken out.
CREATE FUNCTION upkeep.remove_catalogue(image_id integer)
RETURNS integer
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT upkeep.lock_field(i.field_id) FROM survey.image AS i WHERE i.image_id = remove_catalogue.image_id;

    DELETE FROM survey.source_variability AS v
    USING survey.detection AS d
    WHERE d.image_id = remove_catalogue.image_id AND v.source_id = d.source_id;

    DELETE FROM survey.source_variability_tied AS v
    USING survey.detection AS d
    WHERE d.image_id = remove_catalogue.image_id AND v.source_id = d.source_id;

    DELETE FROM survey.source AS s
    USING survey.detection AS d
    WHERE d.image_id = remove_catalogue.image_id AND s.source_id = d.source_id;

    INSERT INTO survey.source (
        source_id, ra, dec, first_mjd, z_mjd, y_mjd, j_mjd, h_mjd, ks_mjd, field_id,
        first_image_id, z_image_id, y_image_id, j_image_id, h_image_id, ks_image_id,
        n_unmonitored, n_unmonitored_star, z_mag, z_mag_err, z_snr, y_mag, y_mag_err, y_snr, j_mag, j_mag_err,
        j_snr, h_mag, h_mag_err, h_snr, ks_mag, ks_mag_err, ks_snr, z_class, y_class, j_class, h_class,
        ks_class, is_star
    )
    SELECT
        r.source_id, r.ra, r.dec, r.first_mjd, r.z_mjd, r.y_mjd, r.j_mjd, r.h_mjd, r.ks_mjd,
        r.field_id, r.first_image_id, r.z_image_id, r.y_image_id, r.j_image_id, r.h_image_id,
        r.ks_image_id, r.n_unmonitored, r.n_unmonitored_star, r.z_mag, r.z_mag_err, r.z_snr, r.y_mag,
        r.y_mag_err, r.y_snr, r.j_mag, r.j_mag_err, r.j_snr, r.h_mag, r.h_mag_err, r.h_snr,
        r.ks_mag, r.ks_mag_err, r.ks_snr, r.z_class, r.y_class, r.j_class, r.h_class, r.ks_class,
        r.is_star
    FROM upkeep.source_id_range(remove_catalogue.image_id) AS touched
    CROSS JOIN LATERAL upkeep.recomputed_source(
        touched.source_id_min, touched.source_id_max, remove_catalogue.image_id
    ) AS r
    WHERE NOT EXISTS (SELECT 1 FROM survey.source AS s WHERE s.source_id = r.source_id);

    INSERT INTO survey.source_variability (
        source_id, band, n_detection, n_star, n_epoch, flux_mean, flux_m2, flux_min, flux_max, flux_err_min
    )
    SELECT
        r.source_id, r.band, r.n_detection, r.n_star,
        r.n_epoch, r.flux_mean, r.flux_m2, r.flux_min, r.flux_max, r.flux_err_min
    FROM upkeep.source_id_range(remove_catalogue.image_id) AS touched
    CROSS JOIN LATERAL upkeep.recomputed_source_variability(
        touched.source_id_min, touched.source_id_max, remove_catalogue.image_id
    ) AS r
    WHERE NOT EXISTS (
        SELECT 1 FROM survey.source_variability AS v
        WHERE v.source_id = r.source_id AND v.band = r.band
    );

    INSERT INTO survey.source_variability_tied (
        source_id, band, n_epoch, flux_mean, flux_m2, flux_min, flux_max, flux_err_min
    )
    SELECT
        r.source_id, r.band, r.n_epoch, r.flux_mean, r.flux_m2, r.flux_min, r.flux_max, r.flux_err_min
    FROM upkeep.source_id_range(remove_catalogue.image_id) AS touched
    CROSS JOIN LATERAL upkeep.recomputed_source_variability(
        touched.source_id_min, touched.source_id_max, remove_catalogue.image_id, 'tied'
    ) AS r
    WHERE r.n_epoch > 0 AND NOT EXISTS (
        SELECT 1 FROM survey.source_variability_tied AS v
        WHERE v.source_id = r.source_id AND v.band = r.band
    );

    DELETE FROM survey.catalogue_count AS c WHERE c.image_id = remove_catalogue.image_id;
    DELETE FROM survey.catalogue AS c WHERE c.image_id = remove_catalogue.image_id;
    DELETE FROM survey.image AS i WHERE i.image_id = remove_catalogue.image_id;
    WITH gone AS (
        DELETE FROM survey.detection AS d
        WHERE d.image_id = remove_catalogue.image_id
        RETURNING 1
    )
    SELECT count(*)::integer FROM gone;
END;

COMMENT ON FUNCTION upkeep.remove_catalogue(integer) IS
'Takes the catalogue of an image out, with its image, counts and share of the summaries; gives the number of detections taken out.
Sample call: SELECT upkeep.remove_catalogue(1);';
