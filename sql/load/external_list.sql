-- Enter a catalogue of others.
INSERT INTO survey.external_list (catalogue_name, path, sha256, n_row, position_epoch, radius)
VALUES (%(catalogue_name)s, %(path)s, %(sha256)s, %(n_row)s, %(epoch)s, %(radius)s);
