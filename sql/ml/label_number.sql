-- How many sources are labelled? Arguments: list of labels or none for all, least certainty.
SELECT count(DISTINCT l.source_id) AS n_source
FROM science.label_overview AS l
WHERE
    (%(whence)s::text IS NULL OR l.whence = %(whence)s)
    AND coalesce(l.certainty, 1) >= %(certainty_min)s;
