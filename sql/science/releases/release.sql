-- Which releases are there, what is in them, and how are they cited? Every answer as of one stands in its
-- schema: SELECT * FROM dr1.variable_sources(20);
CREATE VIEW science.release AS
SELECT
    r.name,
    r.schema_name,
    r.description,
    r.made_at,
    science.mjd_from_timestamp(r.made_at) AS made_mjd,
    r.n_image,
    r.n_detection,
    l.n_load,
    t.tie_ids,
    r.token,
    r.release_id
FROM survey.data_release AS r
CROSS JOIN LATERAL (
    SELECT count(*) AS n_load FROM survey.release_load AS o WHERE o.release_id = r.release_id
) AS l
CROSS JOIN LATERAL (
    SELECT string_agg(format('%s: %s', u.band, u.tie_id), ', ' ORDER BY u.band) AS tie_ids
    FROM survey.release_tie AS u
    WHERE u.release_id = r.release_id AND u.is_current
) AS t
ORDER BY r.release_id;

COMMENT ON VIEW science.release IS 'The releases: what was in at a moment, under a name to be asked and cited.
Subject: releases';
COMMENT ON COLUMN science.release.name IS 'Name of the release. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.release.schema_name IS
'Schema in which every answer stands as of the release, as of now in science. [] {meta.id}';
COMMENT ON COLUMN science.release.description IS 'What it was made for. [] {meta.note}';
COMMENT ON COLUMN science.release.made_at IS 'When it was made. [] {time.processing}';
COMMENT ON COLUMN science.release.made_mjd IS 'The same as modified Julian date. [d] {time.processing}';
COMMENT ON COLUMN science.release.n_image IS 'Images in it. [] {meta.number;obs.image}';
COMMENT ON COLUMN science.release.n_detection IS 'Detections in it. [] {meta.number}';
COMMENT ON COLUMN science.release.n_load IS 'Runs of the loader before it. [] {meta.number}';
COMMENT ON COLUMN science.release.tie_ids IS
'The tie of each band that was current, as band: number. [] {meta.id}';
COMMENT ON COLUMN science.release.token IS
'SHA-256 over its catalogues, ties, noise model and runs, to be cited. [] {meta.checksum}';
COMMENT ON COLUMN science.release.release_id IS 'Number of the release. [] {meta.id}';
