-- Enter a list of labels.
INSERT INTO survey.label_list (whence, path, sha256, n_label)
VALUES (%(whence)s, %(path)s, %(sha256)s, %(n_label)s);
