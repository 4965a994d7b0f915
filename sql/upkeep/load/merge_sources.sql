-- Brings survey.source up to date with a group of newly loaded images, one write for each source that
-- changes.
--
-- No rule needs a source's history. The reference detection of a band is the one with the earliest (mjd,
-- image_id), so the group's either takes its place or does not; the same holds for the earliest detection
-- of all, which gives the position. Whether a source is a star follows from its counts: those of the bands
-- that are not monitored stand here, those of the bands that are in source_variability, which is brought up
-- to date first. Any order of loading ends in the same rows. On most images of a monitored band hardly a
-- source changes, and hardly a row is written: hardly one is looked at. What the counts of a monitored band
-- alone change is left to upkeep.recount_stars. upkeep.lock_fields keeps others from these sources meanwhile.
--
-- Why the plan is laid down, and what the bounds on source_id are for, stands in sql/README.md.
CREATE FUNCTION upkeep.merge_sources(image_ids integer[], source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
SET enable_sort = off
BEGIN ATOMIC
    MERGE INTO survey.source AS s
    USING (
        WITH monitored AS (
            SELECT v.source_id, sum(v.n_detection) AS n_detection, sum(v.n_star) AS n_star
            FROM survey.source_variability AS v
            WHERE
                v.calibration = 'c'
                AND v.source_id BETWEEN merge_sources.source_id_min AND merge_sources.source_id_max
            GROUP BY v.source_id
        )
        SELECT
            g.source_id, g.first, g.z, g.y, g.j, g.h, g.ks,
            coalesce((g.first[1], g.first[2]) < (o.first_mjd, o.first_image_id), true) AS is_first,
            coalesce(
                (g.z[1], g.z[2]) < (o.z_mjd, o.z_image_id), g.z IS NOT NULL
            ) AS is_z,
            coalesce(
                (g.y[1], g.y[2]) < (o.y_mjd, o.y_image_id), g.y IS NOT NULL
            ) AS is_y,
            coalesce(
                (g.j[1], g.j[2]) < (o.j_mjd, o.j_image_id), g.j IS NOT NULL
            ) AS is_j,
            coalesce(
                (g.h[1], g.h[2]) < (o.h_mjd, o.h_image_id), g.h IS NOT NULL
            ) AS is_h,
            coalesce(
                (g.ks[1], g.ks[2]) < (o.ks_mjd, o.ks_image_id), g.ks IS NOT NULL
            ) AS is_ks,
            coalesce(o.n_unmonitored, 0) + g.n_unmonitored AS n_unmonitored,
            coalesce(o.n_unmonitored_star, 0) + g.n_unmonitored_star AS n_unmonitored_star,
            2 * (coalesce(o.n_unmonitored_star, 0) + g.n_unmonitored_star + coalesce(m.n_star, 0))
            > coalesce(o.n_unmonitored, 0) + g.n_unmonitored + coalesce(m.n_detection, 0) AS is_star
        FROM upkeep.source_from_detections(
            merge_sources.image_ids, merge_sources.source_id_min, merge_sources.source_id_max
        ) AS g
        LEFT JOIN monitored AS m ON m.source_id = g.source_id
        LEFT JOIN survey.source AS o
            ON o.source_id = g.source_id
            AND o.source_id BETWEEN merge_sources.source_id_min AND merge_sources.source_id_max
    ) AS n
    ON
        s.source_id = n.source_id
        AND s.source_id BETWEEN merge_sources.source_id_min AND merge_sources.source_id_max
    WHEN MATCHED
        AND (
            n.is_z OR n.is_y OR n.is_j OR n.is_h OR n.is_ks OR n.is_first
            OR n.is_star <> s.is_star OR n.n_unmonitored <> s.n_unmonitored
        )
    THEN UPDATE SET
        first_mjd = CASE WHEN n.is_first THEN n.first[1] ELSE s.first_mjd END,
        first_image_id = CASE WHEN n.is_first THEN n.first[2] ELSE s.first_image_id END,
        field_id = CASE WHEN n.is_first THEN n.first[3] ELSE s.field_id END,
        ra = CASE WHEN n.is_first THEN n.first[4] ELSE s.ra END,
        dec = CASE WHEN n.is_first THEN n.first[5] ELSE s.dec END,
        z_mjd = CASE WHEN n.is_z THEN n.z[1] ELSE s.z_mjd END,
        z_image_id = CASE WHEN n.is_z THEN n.z[2] ELSE s.z_image_id END,
        z_mag = CASE WHEN n.is_z THEN n.z[6] ELSE s.z_mag END,
        z_mag_err = CASE WHEN n.is_z THEN n.z[7] ELSE s.z_mag_err END,
        z_snr = CASE WHEN n.is_z THEN n.z[8] ELSE s.z_snr END,
        z_class = CASE WHEN n.is_z THEN n.z[9] ELSE s.z_class END,
        y_mjd = CASE WHEN n.is_y THEN n.y[1] ELSE s.y_mjd END,
        y_image_id = CASE WHEN n.is_y THEN n.y[2] ELSE s.y_image_id END,
        y_mag = CASE WHEN n.is_y THEN n.y[6] ELSE s.y_mag END,
        y_mag_err = CASE WHEN n.is_y THEN n.y[7] ELSE s.y_mag_err END,
        y_snr = CASE WHEN n.is_y THEN n.y[8] ELSE s.y_snr END,
        y_class = CASE WHEN n.is_y THEN n.y[9] ELSE s.y_class END,
        j_mjd = CASE WHEN n.is_j THEN n.j[1] ELSE s.j_mjd END,
        j_image_id = CASE WHEN n.is_j THEN n.j[2] ELSE s.j_image_id END,
        j_mag = CASE WHEN n.is_j THEN n.j[6] ELSE s.j_mag END,
        j_mag_err = CASE WHEN n.is_j THEN n.j[7] ELSE s.j_mag_err END,
        j_snr = CASE WHEN n.is_j THEN n.j[8] ELSE s.j_snr END,
        j_class = CASE WHEN n.is_j THEN n.j[9] ELSE s.j_class END,
        h_mjd = CASE WHEN n.is_h THEN n.h[1] ELSE s.h_mjd END,
        h_image_id = CASE WHEN n.is_h THEN n.h[2] ELSE s.h_image_id END,
        h_mag = CASE WHEN n.is_h THEN n.h[6] ELSE s.h_mag END,
        h_mag_err = CASE WHEN n.is_h THEN n.h[7] ELSE s.h_mag_err END,
        h_snr = CASE WHEN n.is_h THEN n.h[8] ELSE s.h_snr END,
        h_class = CASE WHEN n.is_h THEN n.h[9] ELSE s.h_class END,
        ks_mjd = CASE WHEN n.is_ks THEN n.ks[1] ELSE s.ks_mjd END,
        ks_image_id = CASE WHEN n.is_ks THEN n.ks[2] ELSE s.ks_image_id END,
        ks_mag = CASE WHEN n.is_ks THEN n.ks[6] ELSE s.ks_mag END,
        ks_mag_err = CASE WHEN n.is_ks THEN n.ks[7] ELSE s.ks_mag_err END,
        ks_snr = CASE WHEN n.is_ks THEN n.ks[8] ELSE s.ks_snr END,
        ks_class = CASE WHEN n.is_ks THEN n.ks[9] ELSE s.ks_class END,
        n_unmonitored = n.n_unmonitored,
        n_unmonitored_star = n.n_unmonitored_star,
        is_star = n.is_star
    WHEN NOT MATCHED THEN INSERT (
        source_id, first_mjd, first_image_id, field_id, ra, dec, n_unmonitored, n_unmonitored_star,
        is_star, z_mjd, z_image_id, z_mag, z_mag_err, z_snr, z_class, y_mjd, y_image_id, y_mag,
        y_mag_err, y_snr, y_class, j_mjd, j_image_id, j_mag, j_mag_err, j_snr, j_class, h_mjd,
        h_image_id, h_mag, h_mag_err, h_snr, h_class, ks_mjd, ks_image_id, ks_mag, ks_mag_err,
        ks_snr, ks_class
    ) VALUES (
        n.source_id, n.first[1], n.first[2], n.first[3], n.first[4], n.first[5], n.n_unmonitored,
        n.n_unmonitored_star, n.is_star, n.z[1], n.z[2], n.z[6], n.z[7], n.z[8], n.z[9], n.y[1],
        n.y[2], n.y[6], n.y[7], n.y[8], n.y[9], n.j[1], n.j[2], n.j[6], n.j[7], n.j[8], n.j[9],
        n.h[1], n.h[2], n.h[6], n.h[7], n.h[8], n.h[9], n.ks[1], n.ks[2], n.ks[6], n.ks[7],
        n.ks[8], n.ks[9]
    );
END;

COMMENT ON FUNCTION upkeep.merge_sources(integer[], bigint, bigint) IS
'Merges the detections of a group of newly loaded images, whose sources lie between two source_id, into survey.source; part of every load.
Sample call: SELECT upkeep.merge_sources(ARRAY[1], 0, 9999);';
