-- upkeep.merge_sources as a cluster needs it, where MERGE takes no rows of a function: the same rows, written
-- another way. tests/schema holds the query against that of upkeep/load/merge_sources.sql, which says what it
-- does. Here, too, the earlier of two detections is the reference.
CREATE OR REPLACE FUNCTION upkeep.merge_sources(image_ids integer[], source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_nestloop = off
BEGIN ATOMIC
    INSERT INTO survey.source AS s (
        source_id, first_mjd, first_image_id, field_id, ra, dec, n_unmonitored, n_unmonitored_star,
        is_star, z_mjd, z_image_id, z_mag, z_mag_err, z_snr, z_class, y_mjd, y_image_id, y_mag,
        y_mag_err, y_snr, y_class, j_mjd, j_image_id, j_mag, j_mag_err, j_snr, j_class, h_mjd,
        h_image_id, h_mag, h_mag_err, h_snr, h_class, ks_mjd, ks_image_id, ks_mag, ks_mag_err,
        ks_snr, ks_class
    )
    SELECT
        n.source_id, n.first[1], n.first[2], n.first[3], n.first[4], n.first[5], n.n_unmonitored,
        n.n_unmonitored_star, n.is_star, n.z[1], n.z[2], n.z[6], n.z[7], n.z[8], n.z[9], n.y[1],
        n.y[2], n.y[6], n.y[7], n.y[8], n.y[9], n.j[1], n.j[2], n.j[6], n.j[7], n.j[8], n.j[9],
        n.h[1], n.h[2], n.h[6], n.h[7], n.h[8], n.h[9], n.ks[1], n.ks[2], n.ks[6], n.ks[7],
        n.ks[8], n.ks[9]
    FROM (
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
    ON CONFLICT (source_id) DO UPDATE SET
        first_mjd = CASE
            WHEN (excluded.first_mjd, excluded.first_image_id) < (s.first_mjd, s.first_image_id)
            THEN excluded.first_mjd ELSE s.first_mjd
        END,
        first_image_id = CASE
            WHEN (excluded.first_mjd, excluded.first_image_id) < (s.first_mjd, s.first_image_id)
            THEN excluded.first_image_id ELSE s.first_image_id
        END,
        field_id = CASE
            WHEN (excluded.first_mjd, excluded.first_image_id) < (s.first_mjd, s.first_image_id)
            THEN excluded.field_id ELSE s.field_id
        END,
        ra = CASE
            WHEN (excluded.first_mjd, excluded.first_image_id) < (s.first_mjd, s.first_image_id)
            THEN excluded.ra ELSE s.ra
        END,
        dec = CASE
            WHEN (excluded.first_mjd, excluded.first_image_id) < (s.first_mjd, s.first_image_id)
            THEN excluded.dec ELSE s.dec
        END,
        z_mjd = CASE
            WHEN coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
            THEN excluded.z_mjd ELSE s.z_mjd
        END,
        z_image_id = CASE
            WHEN coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
            THEN excluded.z_image_id ELSE s.z_image_id
        END,
        z_mag = CASE
            WHEN coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
            THEN excluded.z_mag ELSE s.z_mag
        END,
        z_mag_err = CASE
            WHEN coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
            THEN excluded.z_mag_err ELSE s.z_mag_err
        END,
        z_snr = CASE
            WHEN coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
            THEN excluded.z_snr ELSE s.z_snr
        END,
        z_class = CASE
            WHEN coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
            THEN excluded.z_class ELSE s.z_class
        END,
        y_mjd = CASE
            WHEN coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
            THEN excluded.y_mjd ELSE s.y_mjd
        END,
        y_image_id = CASE
            WHEN coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
            THEN excluded.y_image_id ELSE s.y_image_id
        END,
        y_mag = CASE
            WHEN coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
            THEN excluded.y_mag ELSE s.y_mag
        END,
        y_mag_err = CASE
            WHEN coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
            THEN excluded.y_mag_err ELSE s.y_mag_err
        END,
        y_snr = CASE
            WHEN coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
            THEN excluded.y_snr ELSE s.y_snr
        END,
        y_class = CASE
            WHEN coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
            THEN excluded.y_class ELSE s.y_class
        END,
        j_mjd = CASE
            WHEN coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
            THEN excluded.j_mjd ELSE s.j_mjd
        END,
        j_image_id = CASE
            WHEN coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
            THEN excluded.j_image_id ELSE s.j_image_id
        END,
        j_mag = CASE
            WHEN coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
            THEN excluded.j_mag ELSE s.j_mag
        END,
        j_mag_err = CASE
            WHEN coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
            THEN excluded.j_mag_err ELSE s.j_mag_err
        END,
        j_snr = CASE
            WHEN coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
            THEN excluded.j_snr ELSE s.j_snr
        END,
        j_class = CASE
            WHEN coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
            THEN excluded.j_class ELSE s.j_class
        END,
        h_mjd = CASE
            WHEN coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
            THEN excluded.h_mjd ELSE s.h_mjd
        END,
        h_image_id = CASE
            WHEN coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
            THEN excluded.h_image_id ELSE s.h_image_id
        END,
        h_mag = CASE
            WHEN coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
            THEN excluded.h_mag ELSE s.h_mag
        END,
        h_mag_err = CASE
            WHEN coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
            THEN excluded.h_mag_err ELSE s.h_mag_err
        END,
        h_snr = CASE
            WHEN coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
            THEN excluded.h_snr ELSE s.h_snr
        END,
        h_class = CASE
            WHEN coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
            THEN excluded.h_class ELSE s.h_class
        END,
        ks_mjd = CASE
            WHEN coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
            THEN excluded.ks_mjd ELSE s.ks_mjd
        END,
        ks_image_id = CASE
            WHEN coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
            THEN excluded.ks_image_id ELSE s.ks_image_id
        END,
        ks_mag = CASE
            WHEN coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
            THEN excluded.ks_mag ELSE s.ks_mag
        END,
        ks_mag_err = CASE
            WHEN coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
            THEN excluded.ks_mag_err ELSE s.ks_mag_err
        END,
        ks_snr = CASE
            WHEN coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
            THEN excluded.ks_snr ELSE s.ks_snr
        END,
        ks_class = CASE
            WHEN coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
            THEN excluded.ks_class ELSE s.ks_class
        END,
        n_unmonitored = excluded.n_unmonitored,
        n_unmonitored_star = excluded.n_unmonitored_star,
        is_star = excluded.is_star
    WHERE
        (excluded.first_mjd, excluded.first_image_id) < (s.first_mjd, s.first_image_id)
        OR coalesce((excluded.z_mjd, excluded.z_image_id) < (s.z_mjd, s.z_image_id), excluded.z_mjd IS NOT NULL)
        OR coalesce((excluded.y_mjd, excluded.y_image_id) < (s.y_mjd, s.y_image_id), excluded.y_mjd IS NOT NULL)
        OR coalesce((excluded.j_mjd, excluded.j_image_id) < (s.j_mjd, s.j_image_id), excluded.j_mjd IS NOT NULL)
        OR coalesce((excluded.h_mjd, excluded.h_image_id) < (s.h_mjd, s.h_image_id), excluded.h_mjd IS NOT NULL)
        OR coalesce((excluded.ks_mjd, excluded.ks_image_id) < (s.ks_mjd, s.ks_image_id), excluded.ks_mjd IS NOT NULL)
        OR excluded.is_star <> s.is_star
        OR excluded.n_unmonitored <> s.n_unmonitored;
END;
