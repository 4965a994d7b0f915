-- The contents of a catalogue of others that is there already.
SELECT l.sha256 FROM survey.external_list AS l WHERE l.catalogue_name = %(catalogue_name)s;
