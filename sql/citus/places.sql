-- Where each table belongs, which follows from what it is:
-- distributed: its primary key contains source_id; all of them have the rows of a source on one node;
-- coordinator: results, and catalogues of others: what refers to a run, a sample or a list, however indirectly;
-- reference: all others, the small tables that questions join with detections: whole on every node.
--
-- A distributed table may refer only to distributed and reference tables, and tests/schema keeps a list
-- of what is where, so that a new table is thought about.
CREATE OR REPLACE TEMPORARY VIEW table_place AS
WITH RECURSIVE survey_table AS (
    SELECT c.oid, c.relname
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'survey'::regnamespace AND c.relkind = 'r'
),
result AS (
    SELECT t.oid
    FROM survey_table AS t
    WHERE
        t.relname IN ('model_run', 'galaxy_sample', 'external_list', 'schema_version', 'science_version')
    UNION
    SELECT f.conrelid
    FROM result AS r
    INNER JOIN pg_catalog.pg_constraint AS f ON f.confrelid = r.oid AND f.contype = 'f'
),
depth AS (
    -- How many references lead away from a table: those that are referred to go first
    SELECT t.oid, 0 AS depth
    FROM survey_table AS t
    UNION
    SELECT f.conrelid, d.depth + 1
    FROM depth AS d
    INNER JOIN pg_catalog.pg_constraint AS f
        ON f.confrelid = d.oid AND f.contype = 'f' AND f.conrelid <> f.confrelid
)
SELECT
    t.oid::regclass::text AS table_name,
    CASE
        WHEN r.oid IS NOT NULL THEN 'coordinator'
        WHEN k.oid IS NOT NULL THEN 'distributed'
        ELSE 'reference'
    END AS place,
    (SELECT max(d.depth) FROM depth AS d WHERE d.oid = t.oid) AS depth,
    pg_catalog.pg_total_relation_size(t.oid) AS size
FROM survey_table AS t
LEFT JOIN result AS r ON r.oid = t.oid
LEFT JOIN (
    SELECT p.conrelid AS oid
    FROM pg_catalog.pg_constraint AS p
    INNER JOIN pg_catalog.pg_attribute AS a
        ON a.attrelid = p.conrelid AND a.attnum = any(p.conkey) AND a.attname = 'source_id'
    WHERE p.contype = 'p'
) AS k ON k.oid = t.oid;
