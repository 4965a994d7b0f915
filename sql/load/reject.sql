-- Enter a refused file, with what the manifest says of its image if it names one.
INSERT INTO survey.rejected_file (load_id, path, fault, message, image_id, field_id, band, mjd)
VALUES (
    %(load_id)s, %(path)s, %(fault)s, %(message)s, %(image_id)s, %(field_id)s, %(band)s, %(mjd)s
);
