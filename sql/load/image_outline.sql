-- Enter where the image of a catalogue looked.
INSERT INTO survey.image_outline (image_id, ra_centre, dec_centre, radius, vertices)
VALUES (%(image_id)s, %(ra_centre)s, %(dec_centre)s, %(radius)s, %(vertices)s);
