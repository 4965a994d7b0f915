-- The number of a description, which may be another loader's that entered it a moment ago.
SELECT d.description_id FROM survey.description AS d WHERE d.sha256 = %(sha256)s;
