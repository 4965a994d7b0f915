-- What does each column mean, and in which unit is it? The comments of all tables, views and functions that
-- give rows, taken apart into description, unit and UCD by upkeep.parsed_comment.
--
-- PostgreSQL has no comments on the columns that a function gives, so the function's comment has a line for
-- them; but none for a column that means what all columns of that name and kind (number, text ...) do. There
-- meta.main does not count, which makes a column the main one of its table. What dates and positions mean is
-- said once, in survey.frame, and added here. Functions of one name are told apart by their signature.
CREATE VIEW science.column_info AS
WITH relation_column AS (
    SELECT
        n.nspname::text AS schema_name,
        c.relname::text AS table_name,
        NULL::text AS signature,
        a.attname::text AS column_name,
        a.attnum::integer AS column_index,
        format_type(a.atttypid, a.atttypmod) AS data_type,
        a.attnotnull AS is_not_null,
        t.typcategory AS kind,
        m.description,
        m.unit,
        m.ucd
    FROM pg_catalog.pg_class AS c
    INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    INNER JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    INNER JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN LATERAL upkeep.parsed_comment(col_description(c.oid, a.attnum)) AS m ON true
    WHERE n.nspname IN ('survey', 'science') AND c.relkind IN ('r', 'p', 'v', 'm')
),
result_column AS (
    SELECT
        'science' AS schema_name,
        p.proname::text AS table_name,
        format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) AS signature,
        r.column_name,
        row_number() OVER (PARTITION BY p.oid ORDER BY r.place)::integer AS column_index,
        format_type(r.type_oid, NULL) AS data_type,
        false AS is_not_null,
        t.typcategory AS kind,
        m.description,
        m.unit,
        m.ucd
    FROM pg_catalog.pg_proc AS p
    CROSS JOIN LATERAL unnest(p.proargnames, p.proallargtypes, p.proargmodes)
        WITH ORDINALITY AS r (column_name, type_oid, mode, place)
    INNER JOIN pg_catalog.pg_type AS t ON t.oid = r.type_oid
    LEFT JOIN LATERAL upkeep.parsed_comment(
        substring(obj_description(p.oid, 'pg_proc') FROM '\n' || r.column_name || ': ([^\n]*)')
    ) AS m ON true
    WHERE
        p.pronamespace = 'science'::regnamespace
        AND p.proretset
        AND r.mode = 't'
),
meaning AS (
    SELECT
        m.column_name,
        m.kind,
        CASE WHEN count(DISTINCT m.description) = 1 THEN min(m.description) END AS description,
        CASE WHEN count(DISTINCT m.unit) = 1 THEN min(m.unit) END AS unit,
        CASE WHEN count(DISTINCT m.ucd) = 1 THEN min(m.ucd) END AS ucd
    FROM (
        SELECT c.column_name, c.kind, c.description, c.unit, replace(c.ucd, ';meta.main', '') AS ucd
        FROM relation_column AS c
        UNION ALL
        SELECT r.column_name, r.kind, r.description, r.unit, r.ucd FROM result_column AS r
    ) AS m
    GROUP BY m.column_name, m.kind
),
described AS (
    SELECT
        c.schema_name, c.table_name, c.signature, c.column_name, c.column_index, c.data_type,
        c.is_not_null, c.description, c.unit, c.ucd
    FROM relation_column AS c
    UNION ALL
    SELECT
        r.schema_name,
        r.table_name,
        r.signature,
        r.column_name,
        r.column_index,
        r.data_type,
        r.is_not_null,
        coalesce(r.description, m.description) AS description,
        coalesce(r.unit, m.unit) AS unit,
        coalesce(r.ucd, m.ucd) AS ucd
    FROM result_column AS r
    INNER JOIN meaning AS m ON m.column_name = r.column_name AND m.kind = r.kind
)
SELECT
    d.schema_name,
    d.table_name,
    d.column_name,
    d.column_index,
    d.data_type,
    d.is_not_null,
    CASE
        WHEN s.coordinate_system = 'exposure' AND d.unit = 'd'
            THEN coalesce(rtrim(d.description, '.'), 'Modified Julian date') || ' (' || f.time_words || ').'
        WHEN s.coordinate_system = 'sky' AND strpos(d.description, f.celestial_frame) = 0
            THEN rtrim(d.description, '.') || ' (' || f.position_words || ').'
        ELSE d.description
    END AS description,
    d.unit,
    d.ucd,
    s.coordinate_system,
    upkeep.adql_name(d.column_name) AS adql_name,
    d.signature
FROM described AS d
CROSS JOIN science.reference_frame AS f
CROSS JOIN LATERAL (
    SELECT upkeep.coordinate_system(d.column_name, d.unit, d.ucd) AS coordinate_system
) AS s;

COMMENT ON VIEW science.column_info IS
'The columns of all tables, views and functions that give rows, with type, description, unit and UCD, taken from their comments.
Subject: about';
COMMENT ON COLUMN science.column_info.schema_name IS 'Schema of the table, view or function. [] {meta.id}';
COMMENT ON COLUMN science.column_info.table_name IS 'Name of the table, view or function. [] {meta.id;meta.table}';
COMMENT ON COLUMN science.column_info.column_name IS 'Name of the column. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.column_info.column_index IS 'Place of the column in its table. [] {meta.number}';
COMMENT ON COLUMN science.column_info.data_type IS 'Type of the column in SQL. [] {meta.code}';
COMMENT ON COLUMN science.column_info.is_not_null IS
'Whether the table forbids missing values in it. [] {meta.code}';
COMMENT ON COLUMN science.column_info.description IS 'What the column holds. [] {meta.note}';
COMMENT ON COLUMN science.column_info.unit IS
'Unit in the notation of the IVOA (VOUnits), empty for dimensionless. [] {meta.unit}';
COMMENT ON COLUMN science.column_info.ucd IS
'Unified content descriptor (IVOA UCD1+). [] {meta.ucd}';
COMMENT ON COLUMN science.column_info.coordinate_system IS
'What the column is a coordinate of: exposure, barycentre, clock or sky; missing for others. [] {meta.code}';
COMMENT ON COLUMN science.column_info.adql_name IS
'Name of the column in ADQL: in quotes if it is a reserved word. [] {meta.id}';
COMMENT ON COLUMN science.column_info.signature IS
'Name and arguments of the function, by which functions of one name are told apart; missing for tables and views. [] {meta.id}';
