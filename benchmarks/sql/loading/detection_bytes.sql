-- Bytes of table and indexes, and of all that is kept, for each detection
SELECT
    pg_total_relation_size('survey.detection')::double precision / c.n_row AS own,
    a.n_byte::double precision / c.n_row AS everything
FROM (SELECT sum(n_detection) AS n_row FROM survey.catalogue) AS c
CROSS JOIN (
    SELECT sum(pg_total_relation_size(k.oid)) AS n_byte
    FROM pg_class AS k
    INNER JOIN pg_namespace AS n ON n.oid = k.relnamespace
    WHERE n.nspname = 'survey' AND k.relkind = 'r'
) AS a;
