-- How many sources has each class of a list? Argument: the list's name.
SELECT l.class, count(*) AS n_source
FROM survey.label AS l
WHERE l.whence = %(whence)s
GROUP BY l.class
ORDER BY n_source DESC, l.class;
