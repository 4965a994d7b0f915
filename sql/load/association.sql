-- Enter how the detections of an image found their sources.
INSERT INTO survey.association (image_id, radius, n_found, n_new, n_ambiguous)
VALUES (%(image_id)s, %(radius)s, %(n_found)s, %(n_new)s, %(n_ambiguous)s);
