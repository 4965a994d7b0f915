-- What survey.source should hold for a range of sources, from all their detections at once: the check of what
-- upkeep.merge_sources made of them group by group.
CREATE FUNCTION upkeep.recomputed_source(source_id_min bigint, source_id_max bigint)
RETURNS SETOF survey.source
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        r.source_id, r.ra, r.dec, r.first_mjd, r.z_mjd, r.y_mjd, r.j_mjd, r.h_mjd, r.ks_mjd,
        r.field_id, r.first_image_id, r.z_image_id, r.y_image_id, r.j_image_id, r.h_image_id,
        r.ks_image_id, r.n_unmonitored, r.n_unmonitored_star, r.z_mag, r.z_mag_err, r.z_snr, r.y_mag,
        r.y_mag_err, r.y_snr, r.j_mag, r.j_mag_err, r.j_snr, r.h_mag, r.h_mag_err, r.h_snr,
        r.ks_mag, r.ks_mag_err, r.ks_snr,
        r.z_mag - r.y_mag AS z_minus_y, r.z_mag - r.j_mag AS z_minus_j, r.z_mag - r.h_mag AS z_minus_h,
        r.z_mag - r.ks_mag AS z_minus_ks, r.y_mag - r.j_mag AS y_minus_j, r.y_mag - r.h_mag AS y_minus_h,
        r.y_mag - r.ks_mag AS y_minus_ks, r.j_mag - r.h_mag AS j_minus_h,
        r.j_mag - r.ks_mag AS j_minus_ks, r.h_mag - r.ks_mag AS h_minus_ks,
        r.z_class, r.y_class, r.j_class, r.h_class, r.ks_class,
        2 * r.n_star > r.n_detection AS is_star
    FROM upkeep.source_from_detections(
        ARRAY(SELECT i.image_id FROM survey.image AS i),
        recomputed_source.source_id_min,
        recomputed_source.source_id_max
    ) AS r;
END;

COMMENT ON FUNCTION upkeep.recomputed_source(bigint, bigint) IS
'The rows of survey.source for a range of source_id, computed from the detections.
Sample call: SELECT * FROM upkeep.recomputed_source(0, 9999);';
