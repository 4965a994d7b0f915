-- The rate of a load in each tenth of its catalogues, in the order in which their transactions began.
WITH ordered AS (
    SELECT
        c.loaded_at, c.n_detection,
        ntile(10) OVER (ORDER BY c.loaded_at) AS tenth,
        lead(c.loaded_at, 1, l.finished_at) OVER (ORDER BY c.loaded_at) AS next_at
    FROM survey.catalogue AS c
    CROSS JOIN (SELECT max(o.finished_at) AS finished_at FROM survey.load AS o) AS l
)
SELECT
    o.tenth,
    sum(o.n_detection)::bigint AS n_row,
    (sum(o.n_detection) / extract(epoch FROM max(o.next_at) - min(o.loaded_at)))::double precision AS rate
FROM ordered AS o
GROUP BY o.tenth
ORDER BY o.tenth;
