-- Is all that is kept of a catalogue what its detections say? What science.verify_summaries asks of
-- everything, asked of the sources on one image; python -m loader with --replace loads again what does not
-- agree.
CREATE FUNCTION upkeep.catalogue_agrees(image_id integer)
RETURNS boolean
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH bounds AS (
        SELECT r.source_id_min, r.source_id_max
        FROM upkeep.source_id_range(ARRAY[catalogue_agrees.image_id]) AS r
    ),
    recomputed AS (
        SELECT
            r.source_id, r.ra, r.dec, r.first_image_id, r.n_unmonitored, r.n_unmonitored_star, r.is_star,
            r.z_image_id, r.y_image_id, r.j_image_id, r.h_image_id, r.ks_image_id,
            r.z_mag, r.y_mag, r.j_mag, r.h_mag, r.ks_mag, r.z_snr, r.y_snr, r.j_snr, r.h_snr, r.ks_snr
        FROM bounds AS b
        CROSS JOIN LATERAL upkeep.recomputed_source(b.source_id_min, b.source_id_max) AS r
    ),
    moments AS (
        SELECT
            r.source_id, r.band, r.calibration, r.n_detection, r.n_star, r.n_epoch, r.flux_min, r.flux_max,
            r.flux_mean
        FROM bounds AS b
        CROSS JOIN LATERAL upkeep.recomputed_source_variability(b.source_id_min, b.source_id_max) AS r
    )
    SELECT
        EXISTS (
            SELECT 1
            FROM survey.catalogue AS c
            WHERE
                c.image_id = catalogue_agrees.image_id AND c.is_summarised
                AND c.n_detection = (SELECT count(*) FROM survey.detection AS d WHERE d.image_id = c.image_id)
        )
        AND NOT EXISTS (
            SELECT 1
            FROM survey.detection AS d
            INNER JOIN recomputed AS r ON r.source_id = d.source_id
            LEFT JOIN survey.source AS s ON s.source_id = d.source_id
            WHERE
                d.image_id = catalogue_agrees.image_id
                AND (
                    s.ra, s.dec, s.first_image_id, s.n_unmonitored, s.n_unmonitored_star, s.is_star,
                    s.z_image_id, s.y_image_id, s.j_image_id, s.h_image_id, s.ks_image_id, s.z_mag, s.y_mag,
                    s.j_mag, s.h_mag, s.ks_mag, s.z_snr, s.y_snr, s.j_snr, s.h_snr, s.ks_snr
                ) IS DISTINCT FROM (
                    r.ra, r.dec, r.first_image_id, r.n_unmonitored, r.n_unmonitored_star, r.is_star,
                    r.z_image_id, r.y_image_id, r.j_image_id, r.h_image_id, r.ks_image_id, r.z_mag, r.y_mag,
                    r.j_mag, r.h_mag, r.ks_mag, r.z_snr, r.y_snr, r.j_snr, r.h_snr, r.ks_snr
                )
        )
        AND NOT EXISTS (
            SELECT 1
            FROM survey.detection AS d
            INNER JOIN moments AS r ON r.source_id = d.source_id
            LEFT JOIN survey.source_variability AS v
                ON v.source_id = r.source_id AND v.band = r.band AND v.calibration = r.calibration
            WHERE
                d.image_id = catalogue_agrees.image_id
                AND (
                    (v.n_detection, v.n_star, v.n_epoch, v.flux_min, v.flux_max)
                    IS DISTINCT FROM (r.n_detection, r.n_star, r.n_epoch, r.flux_min, r.flux_max)
                    OR abs(v.flux_mean - r.flux_mean) > 1e-9 * greatest(abs(r.flux_min), abs(r.flux_max))
                )
        )
        AND NOT EXISTS (
            SELECT 1
            FROM upkeep.recomputed_counts(catalogue_agrees.image_id) AS r
            LEFT JOIN survey.catalogue_count AS c
                ON c.image_id = catalogue_agrees.image_id AND c.class = r.class AND c.snr_min = r.snr_min
            WHERE c.n_detection IS DISTINCT FROM r.n_detection
        )
        AND NOT EXISTS (
            SELECT 1
            FROM survey.image AS i
            CROSS JOIN LATERAL upkeep.recomputed_zero_points(i.image_id) AS z
            WHERE
                i.image_id = catalogue_agrees.image_id
                AND abs(coalesce(i.zero_point_1, 0) - coalesce(z.zero_point_1, 0)) > 1e-9
        );
END;

COMMENT ON FUNCTION upkeep.catalogue_agrees(integer) IS
'Whether what is kept of an image, and of the sources on it, is what the detections say.
Sample call: SELECT upkeep.catalogue_agrees(1);';
