-- Where each table belongs, which follows from what it is:
--     distributed: its primary key contains source_id; all of them have the rows of a source on one node;
--     coordinator: which version is installed, as who installs it asks;
--     reference: all others, the small tables that questions join with detections, whole on every node.
-- Results of ML, too: a view that joined a table of the coordinator with sources would be refused.
--
-- tests/schema keeps a list of what is where, so that a new table is thought about.
CREATE OR REPLACE TEMPORARY VIEW table_place AS
WITH RECURSIVE depth AS (
    -- How many references lead away from a table: those that are referred to go first
    SELECT c.oid, c.relname, 0 AS depth
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'survey'::regnamespace AND c.relkind = 'r'
    UNION
    SELECT c.oid, c.relname, d.depth + 1
    FROM depth AS d
    INNER JOIN pg_catalog.pg_constraint AS f
        ON f.confrelid = d.oid AND f.contype = 'f' AND f.conrelid <> f.confrelid
    INNER JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
)
SELECT
    d.oid::regclass::text AS table_name,
    CASE
        WHEN d.relname IN ('schema_version', 'science_version') THEN 'coordinator'
        WHEN EXISTS (
            SELECT 1
            FROM pg_catalog.pg_constraint AS p
            INNER JOIN pg_catalog.pg_attribute AS a
                ON a.attrelid = p.conrelid AND a.attnum = any(p.conkey) AND a.attname = 'source_id'
            WHERE p.conrelid = d.oid AND p.contype = 'p'
        )
            THEN 'distributed'
        ELSE 'reference'
    END AS place,
    max(d.depth) AS depth,
    pg_catalog.pg_total_relation_size(d.oid) AS size
FROM depth AS d
GROUP BY d.oid, d.relname;
