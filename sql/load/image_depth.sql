-- Enter the depth that was measured of a catalogue.
INSERT INTO survey.image_depth (image_id, limit_mag, n_faint)
VALUES (%(image_id)s, %(limit_mag)s, %(n_faint)s);
