-- Brings the sources up to date with the detections of one newly loaded image.
--
-- No rule needs a source's history. The reference detection of a band is the one with the earliest
-- (mjd, image_id), so the new detection either takes its place or does not; the same holds for the earliest
-- detection of all, which gives the position and is always a reference detection too. Whether a source is a
-- star follows from its counts, here those of the bands that are not monitored, and in source_variability,
-- which is brought up to date first, those of the bands that are. Any order of loading ends in the same rows.
--
-- The branches differ in the band alone, because each of the five bands has its own columns; a band beyond
-- them has none, and gives position and counts. On most images of a
-- monitored band hardly a source changes, and hardly a row is written.
--
-- Why the plan is laid down, and what the bounds are for, stands in upkeep.merge_source_variability.
CREATE FUNCTION upkeep.merge_sources(image_id integer, source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    MERGE INTO survey.source AS s
    USING (
        SELECT
            d.source_id, i.field_id, i.image_id, i.band, i.mjd, d.ra, d.dec, d.class,
            d.mag_1 AS mag, d.mag_1_err AS mag_err, d.flux_1 / d.flux_1_err AS snr,
            (NOT b.is_monitored)::integer AS n_unmonitored,
            (NOT b.is_monitored AND d.class = -1)::integer AS n_unmonitored_star,
            -- By how many detections in the monitored bands the source is more often a star than not
            (
                SELECT coalesce(2 * sum(v.n_star) - sum(v.n_detection), 0)
                FROM survey.source_variability AS v
                WHERE v.source_id = d.source_id
            ) AS star_majority
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        INNER JOIN survey.detection AS d ON d.image_id = i.image_id
        LEFT JOIN survey.source AS o
            ON o.source_id = d.source_id
            AND o.source_id BETWEEN merge_sources.source_id_min AND merge_sources.source_id_max
        CROSS JOIN LATERAL (
            SELECT
                CASE i.band
                    WHEN 'Z' THEN o.z_mjd WHEN 'Y' THEN o.y_mjd WHEN 'J' THEN o.j_mjd WHEN 'H' THEN o.h_mjd
                    WHEN 'Ks' THEN o.ks_mjd ELSE o.first_mjd
                END AS mjd,
                CASE i.band
                    WHEN 'Z' THEN o.z_image_id WHEN 'Y' THEN o.y_image_id WHEN 'J' THEN o.j_image_id
                    WHEN 'H' THEN o.h_image_id WHEN 'Ks' THEN o.ks_image_id ELSE o.first_image_id
                END AS image_id
        ) AS k
        WHERE
            i.image_id = merge_sources.image_id
            -- Only what changes a source. One that it agrees with cannot change what the source is taken for.
            -- The branches ask again of the row as it is by then: a loader of another field may have had it
            AND (
                NOT b.is_monitored
                OR k.mjd IS NULL
                OR (i.mjd, i.image_id) < (k.mjd, k.image_id)
                OR o.is_star <> (d.class = -1)
                AND o.is_star
                <> (
                    SELECT 2 * o.n_unmonitored_star + 2 * coalesce(sum(v.n_star), 0)
                        > o.n_unmonitored + coalesce(sum(v.n_detection), 0)
                    FROM survey.source_variability AS v
                    WHERE v.source_id = d.source_id
                )
            )
    ) AS n
    ON
        s.source_id = n.source_id
        AND s.source_id BETWEEN merge_sources.source_id_min AND merge_sources.source_id_max
    WHEN MATCHED AND n.band = 'Z'
        AND (s.z_mjd IS NULL OR (n.mjd, n.image_id) < (s.z_mjd, s.z_image_id))
    THEN UPDATE SET
        z_mjd = n.mjd, z_image_id = n.image_id, z_mag = n.mag, z_mag_err = n.mag_err,
        z_snr = n.snr, z_class = n.class,
        (field_id, ra, dec, first_mjd, first_image_id) = ROW(
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.field_id ELSE s.field_id END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.ra ELSE s.ra END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.dec ELSE s.dec END,
            least(n.mjd, s.first_mjd),
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.image_id ELSE s.first_image_id END
        ),
        n_unmonitored = s.n_unmonitored + n.n_unmonitored,
        n_unmonitored_star = s.n_unmonitored_star + n.n_unmonitored_star,
        is_star = 2 * (s.n_unmonitored_star + n.n_unmonitored_star) - (s.n_unmonitored + n.n_unmonitored)
            + n.star_majority > 0
    WHEN MATCHED AND n.band = 'Y'
        AND (s.y_mjd IS NULL OR (n.mjd, n.image_id) < (s.y_mjd, s.y_image_id))
    THEN UPDATE SET
        y_mjd = n.mjd, y_image_id = n.image_id, y_mag = n.mag, y_mag_err = n.mag_err,
        y_snr = n.snr, y_class = n.class,
        (field_id, ra, dec, first_mjd, first_image_id) = ROW(
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.field_id ELSE s.field_id END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.ra ELSE s.ra END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.dec ELSE s.dec END,
            least(n.mjd, s.first_mjd),
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.image_id ELSE s.first_image_id END
        ),
        n_unmonitored = s.n_unmonitored + n.n_unmonitored,
        n_unmonitored_star = s.n_unmonitored_star + n.n_unmonitored_star,
        is_star = 2 * (s.n_unmonitored_star + n.n_unmonitored_star) - (s.n_unmonitored + n.n_unmonitored)
            + n.star_majority > 0
    WHEN MATCHED AND n.band = 'J'
        AND (s.j_mjd IS NULL OR (n.mjd, n.image_id) < (s.j_mjd, s.j_image_id))
    THEN UPDATE SET
        j_mjd = n.mjd, j_image_id = n.image_id, j_mag = n.mag, j_mag_err = n.mag_err,
        j_snr = n.snr, j_class = n.class,
        (field_id, ra, dec, first_mjd, first_image_id) = ROW(
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.field_id ELSE s.field_id END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.ra ELSE s.ra END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.dec ELSE s.dec END,
            least(n.mjd, s.first_mjd),
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.image_id ELSE s.first_image_id END
        ),
        n_unmonitored = s.n_unmonitored + n.n_unmonitored,
        n_unmonitored_star = s.n_unmonitored_star + n.n_unmonitored_star,
        is_star = 2 * (s.n_unmonitored_star + n.n_unmonitored_star) - (s.n_unmonitored + n.n_unmonitored)
            + n.star_majority > 0
    WHEN MATCHED AND n.band = 'H'
        AND (s.h_mjd IS NULL OR (n.mjd, n.image_id) < (s.h_mjd, s.h_image_id))
    THEN UPDATE SET
        h_mjd = n.mjd, h_image_id = n.image_id, h_mag = n.mag, h_mag_err = n.mag_err,
        h_snr = n.snr, h_class = n.class,
        (field_id, ra, dec, first_mjd, first_image_id) = ROW(
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.field_id ELSE s.field_id END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.ra ELSE s.ra END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.dec ELSE s.dec END,
            least(n.mjd, s.first_mjd),
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.image_id ELSE s.first_image_id END
        ),
        n_unmonitored = s.n_unmonitored + n.n_unmonitored,
        n_unmonitored_star = s.n_unmonitored_star + n.n_unmonitored_star,
        is_star = 2 * (s.n_unmonitored_star + n.n_unmonitored_star) - (s.n_unmonitored + n.n_unmonitored)
            + n.star_majority > 0
    WHEN MATCHED AND n.band = 'Ks'
        AND (s.ks_mjd IS NULL OR (n.mjd, n.image_id) < (s.ks_mjd, s.ks_image_id))
    THEN UPDATE SET
        ks_mjd = n.mjd, ks_image_id = n.image_id, ks_mag = n.mag, ks_mag_err = n.mag_err,
        ks_snr = n.snr, ks_class = n.class,
        (field_id, ra, dec, first_mjd, first_image_id) = ROW(
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.field_id ELSE s.field_id END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.ra ELSE s.ra END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.dec ELSE s.dec END,
            least(n.mjd, s.first_mjd),
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.image_id ELSE s.first_image_id END
        ),
        n_unmonitored = s.n_unmonitored + n.n_unmonitored,
        n_unmonitored_star = s.n_unmonitored_star + n.n_unmonitored_star,
        is_star = 2 * (s.n_unmonitored_star + n.n_unmonitored_star) - (s.n_unmonitored + n.n_unmonitored)
            + n.star_majority > 0
    WHEN MATCHED
    THEN UPDATE SET
        (field_id, ra, dec, first_mjd, first_image_id) = ROW(
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.field_id ELSE s.field_id END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.ra ELSE s.ra END,
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id) THEN n.dec ELSE s.dec END,
            least(n.mjd, s.first_mjd),
            CASE WHEN (n.mjd, n.image_id) < (s.first_mjd, s.first_image_id)
                THEN n.image_id ELSE s.first_image_id END
        ),
        n_unmonitored = s.n_unmonitored + n.n_unmonitored,
        n_unmonitored_star = s.n_unmonitored_star + n.n_unmonitored_star,
        is_star = 2 * (s.n_unmonitored_star + n.n_unmonitored_star) - (s.n_unmonitored + n.n_unmonitored)
            + n.star_majority > 0
    WHEN NOT MATCHED AND n.band = 'Z'
    THEN INSERT (
        source_id, field_id, ra, dec, first_mjd, first_image_id, n_unmonitored, n_unmonitored_star,
        is_star, z_mjd, z_image_id, z_mag, z_mag_err, z_snr, z_class
    ) VALUES (
        n.source_id, n.field_id, n.ra, n.dec, n.mjd, n.image_id, n.n_unmonitored, n.n_unmonitored_star,
        n.class = -1, n.mjd, n.image_id, n.mag, n.mag_err, n.snr, n.class
    )
    WHEN NOT MATCHED AND n.band = 'Y'
    THEN INSERT (
        source_id, field_id, ra, dec, first_mjd, first_image_id, n_unmonitored, n_unmonitored_star,
        is_star, y_mjd, y_image_id, y_mag, y_mag_err, y_snr, y_class
    ) VALUES (
        n.source_id, n.field_id, n.ra, n.dec, n.mjd, n.image_id, n.n_unmonitored, n.n_unmonitored_star,
        n.class = -1, n.mjd, n.image_id, n.mag, n.mag_err, n.snr, n.class
    )
    WHEN NOT MATCHED AND n.band = 'J'
    THEN INSERT (
        source_id, field_id, ra, dec, first_mjd, first_image_id, n_unmonitored, n_unmonitored_star,
        is_star, j_mjd, j_image_id, j_mag, j_mag_err, j_snr, j_class
    ) VALUES (
        n.source_id, n.field_id, n.ra, n.dec, n.mjd, n.image_id, n.n_unmonitored, n.n_unmonitored_star,
        n.class = -1, n.mjd, n.image_id, n.mag, n.mag_err, n.snr, n.class
    )
    WHEN NOT MATCHED AND n.band = 'H'
    THEN INSERT (
        source_id, field_id, ra, dec, first_mjd, first_image_id, n_unmonitored, n_unmonitored_star,
        is_star, h_mjd, h_image_id, h_mag, h_mag_err, h_snr, h_class
    ) VALUES (
        n.source_id, n.field_id, n.ra, n.dec, n.mjd, n.image_id, n.n_unmonitored, n.n_unmonitored_star,
        n.class = -1, n.mjd, n.image_id, n.mag, n.mag_err, n.snr, n.class
    )
    WHEN NOT MATCHED AND n.band = 'Ks'
    THEN INSERT (
        source_id, field_id, ra, dec, first_mjd, first_image_id, n_unmonitored, n_unmonitored_star,
        is_star, ks_mjd, ks_image_id, ks_mag, ks_mag_err, ks_snr, ks_class
    ) VALUES (
        n.source_id, n.field_id, n.ra, n.dec, n.mjd, n.image_id, n.n_unmonitored, n.n_unmonitored_star,
        n.class = -1, n.mjd, n.image_id, n.mag, n.mag_err, n.snr, n.class
    )
    WHEN NOT MATCHED
    THEN INSERT (
        source_id, field_id, ra, dec, first_mjd, first_image_id, n_unmonitored, n_unmonitored_star, is_star
    ) VALUES (
        n.source_id, n.field_id, n.ra, n.dec, n.mjd, n.image_id, n.n_unmonitored, n.n_unmonitored_star,
        n.class = -1
    );
END;

COMMENT ON FUNCTION upkeep.merge_sources(integer, bigint, bigint) IS
'Merges the detections of a newly loaded image, whose sources lie between two source_id, into survey.source; part of every load, once for each image.
Sample call: SELECT upkeep.merge_sources(1, 0, 9999);';
