-- What do the values of a source rest on? For each value the detections that it comes from, with the file,
-- its hash, the run of the loader and its version, and for what is tied or has a floor the tie and the
-- noise run.
CREATE FUNCTION science.explain_source(source_id bigint)
RETURNS TABLE (
    value_name text, value text, image_id integer, band text, mjd double precision, path text, sha256 text,
    load_id bigint, program_version text, tie_id integer, noise_run_id integer
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH detected AS (
        SELECT
            d.image_id, d.mag_1, d.flux_1, i.band, i.mjd, c.path, c.sha256, c.load_id, l.program_version,
            b.is_monitored
        FROM survey.detection AS d
        INNER JOIN survey.image AS i ON i.image_id = d.image_id
        INNER JOIN survey.band AS b ON b.band = i.band
        INNER JOIN survey.catalogue AS c ON c.image_id = d.image_id
        INNER JOIN survey.load AS l ON l.load_id = c.load_id
        WHERE d.source_id = explain_source.source_id
    ),
    explained AS (
        SELECT 'position' AS value_name, format('%s %s', s.ra, s.dec) AS value, s.first_image_id AS image_id,
            NULL::integer AS tie_id, NULL::integer AS noise_run_id
        FROM survey.source AS s
        WHERE s.source_id = explain_source.source_id
        UNION ALL
        SELECT r.band || ' magnitude', r.mag::text, r.image_id, NULL, NULL
        FROM survey.source AS s
        CROSS JOIN LATERAL (
            VALUES ('Z', s.z_mag, s.z_image_id), ('Y', s.y_mag, s.y_image_id), ('J', s.j_mag, s.j_image_id),
                ('H', s.h_mag, s.h_image_id), ('Ks', s.ks_mag, s.ks_image_id)
        ) AS r (band, mag, image_id)
        WHERE s.source_id = explain_source.source_id AND r.image_id IS NOT NULL
        UNION ALL
        SELECT 'star or not', s.is_star::text, d.image_id, NULL, NULL
        FROM survey.source AS s
        CROSS JOIN detected AS d
        WHERE s.source_id = explain_source.source_id
        UNION ALL
        SELECT
            format('%s mean flux, %s', v.band, CASE v.calibration WHEN 'c' THEN 'catalogue' ELSE 'tied' END),
            v.flux_mean::text, d.image_id, t.tie_id, n.noise_run_id
        FROM survey.source_variability AS v
        INNER JOIN survey.source AS s ON s.source_id = v.source_id
        INNER JOIN detected AS d ON d.band = v.band AND d.flux_1 IS NOT NULL
        LEFT JOIN survey.tie AS t ON t.band = v.band AND t.is_current AND v.calibration = 't'
        LEFT JOIN (
            SELECT DISTINCT m.band, m.calibration, m.field_id, m.noise_run_id FROM science.noise_model AS m
        ) AS n
            ON n.band = v.band AND n.field_id = s.field_id AND n.calibration::"char" = v.calibration
        WHERE v.source_id = explain_source.source_id
    )
    SELECT
        e.value_name, e.value, d.image_id, d.band, d.mjd, d.path, d.sha256, d.load_id, d.program_version,
        e.tie_id, e.noise_run_id
    FROM explained AS e
    INNER JOIN detected AS d ON d.image_id = e.image_id
    ORDER BY e.value_name, d.mjd, d.image_id;
END;

COMMENT ON FUNCTION science.explain_source(bigint) IS
'What each value of a source rests on: detections, file, load, program, tie and noise run; one row for each value and image.
value_name: The value that is explained. [] {meta.id}
value: What it is, as text. [] {stat.value}
path: File of the catalogue. [] {meta.id;meta.file}
sha256: SHA-256 of its contents. [] {meta.checksum}
tie_id: Tie of the flux, where it is tied. [] {meta.id}
noise_run_id: Noise run that gives the floor of its field. [] {meta.id}
Subject: releases
Sample call: SELECT * FROM science.explain_source(1);';
