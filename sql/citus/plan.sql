-- Where each table belongs and where it is, the largest first. places.sql comes before it.
SELECT
    t.table_name,
    t.place,
    CASE
        WHEN p.partmethod = 'h' THEN 'distributed'
        WHEN p.repmodel = 't' THEN 'reference'
        ELSE 'coordinator'
    END AS present,
    CASE
        WHEN p.logicalrelid IS NULL THEN t.size
        ELSE coalesce(pg_catalog.citus_total_relation_size(p.logicalrelid), 0)
    END AS size
FROM table_place AS t
LEFT JOIN pg_catalog.pg_dist_partition AS p ON p.logicalrelid = t.table_name::regclass
ORDER BY size DESC, t.table_name;
