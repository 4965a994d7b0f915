-- The contents of a list of labels that is there already. Argument: its name.
SELECT l.sha256 FROM survey.label_list AS l WHERE l.whence = %(whence)s;
