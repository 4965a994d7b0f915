-- Take a list of labels out. Argument: its name.
DELETE FROM survey.label_list AS l WHERE l.whence = %(whence)s;
