-- Take a catalogue of others out, with its columns, rows and matches.
DELETE FROM survey.external_list AS l WHERE l.catalogue_name = %(catalogue_name)s;
