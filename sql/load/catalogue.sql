-- Enter an image's catalogue: where it lies, the hash of its contents, its detections, and the run that
-- loads it.
INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)
VALUES (%(image_id)s, %(path)s, %(sha256)s, %(n_detection)s, %(load_id)s);
