-- A thousand sources (or all) spread evenly over the identifiers, the same at each run.
SELECT n.source_id, n.field_id
FROM (
    SELECT s.source_id, s.field_id, row_number() OVER (ORDER BY s.source_id) AS place, count(*) OVER () AS n_source
    FROM survey.source AS s
    WHERE s.ks_mjd IS NOT NULL
) AS n
WHERE n.place %% greatest(n.n_source / 1000, 1) = 0
ORDER BY n.source_id
LIMIT 1000;
