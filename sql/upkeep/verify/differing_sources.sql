-- Where survey.source, between two source_id, is not what the detections give: every value must be the same
-- to the bit. Values are compared one by one, for a whole row of a distributed table comes back as NULLs.
CREATE FUNCTION upkeep.differing_sources(source_id_min bigint, source_id_max bigint)
RETURNS TABLE (source_id bigint, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH kept AS (
        SELECT
            s.source_id,
            ROW(
                s.source_id, s.ra, s.dec, s.first_mjd, s.z_mjd, s.y_mjd, s.j_mjd, s.h_mjd,
                s.ks_mjd, s.field_id, s.first_image_id, s.z_image_id, s.y_image_id, s.j_image_id,
                s.h_image_id, s.ks_image_id, s.n_unmonitored, s.n_unmonitored_star, s.z_mag,
                s.z_mag_err, s.z_snr, s.y_mag, s.y_mag_err, s.y_snr, s.j_mag, s.j_mag_err, s.j_snr,
                s.h_mag, s.h_mag_err, s.h_snr, s.ks_mag, s.ks_mag_err, s.ks_snr, s.z_minus_y,
                s.z_minus_j, s.z_minus_h, s.z_minus_ks, s.y_minus_j, s.y_minus_h, s.y_minus_ks,
                s.j_minus_h, s.j_minus_ks, s.h_minus_ks, s.z_class, s.y_class, s.j_class,
                s.h_class, s.ks_class, s.is_star
            )::text AS value
        FROM survey.source AS s
        WHERE s.source_id BETWEEN differing_sources.source_id_min AND differing_sources.source_id_max
    ),
    recomputed AS (
        SELECT
            r.source_id,
            ROW(
                r.source_id, r.ra, r.dec, r.first_mjd, r.z_mjd, r.y_mjd, r.j_mjd, r.h_mjd,
                r.ks_mjd, r.field_id, r.first_image_id, r.z_image_id, r.y_image_id, r.j_image_id,
                r.h_image_id, r.ks_image_id, r.n_unmonitored, r.n_unmonitored_star, r.z_mag,
                r.z_mag_err, r.z_snr, r.y_mag, r.y_mag_err, r.y_snr, r.j_mag, r.j_mag_err, r.j_snr,
                r.h_mag, r.h_mag_err, r.h_snr, r.ks_mag, r.ks_mag_err, r.ks_snr, r.z_minus_y,
                r.z_minus_j, r.z_minus_h, r.z_minus_ks, r.y_minus_j, r.y_minus_h, r.y_minus_ks,
                r.j_minus_h, r.j_minus_ks, r.h_minus_ks, r.z_class, r.y_class, r.j_class,
                r.h_class, r.ks_class, r.is_star
            )::text AS value
        FROM upkeep.recomputed_source(
            differing_sources.source_id_min, differing_sources.source_id_max
        ) AS r
    )
    SELECT
        coalesce(k.source_id, r.source_id) AS source_id,
        'kept ' || coalesce(k.value, 'nothing') || ', recomputed ' || coalesce(r.value, 'nothing') AS difference
    FROM kept AS k
    FULL JOIN recomputed AS r ON r.source_id = k.source_id
    WHERE k.value IS DISTINCT FROM r.value;
END;

COMMENT ON FUNCTION upkeep.differing_sources(bigint, bigint) IS
'The sources between two source_id whose row of survey.source is not what their detections give, and how it differs.
Sample call: SELECT * FROM upkeep.differing_sources(0, 9999);';
