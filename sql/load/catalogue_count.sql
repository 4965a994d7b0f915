-- Enter how many detections of a class are above a threshold of signal-to-noise, and the signal-to-noise of
-- those that are not above the next one.
INSERT INTO survey.catalogue_count (image_id, class, snr_min, n_detection, snr)
VALUES (%(image_id)s, %(number)s, %(snr_min)s, %(n_detection)s, %(snr)s);
