-- Enter catalogues of one file: the hash of the contents of each, its detections, and the run that loads
-- them.
INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)
SELECT
    u.image_id,
    %(path)s,
    u.sha256,
    u.n_detection,
    %(load_id)s
FROM unnest(%(image_ids)s::integer[], %(sha256s)s::text[], %(n_detections)s::integer[])
    AS u (image_id, sha256, n_detection);
