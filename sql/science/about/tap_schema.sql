-- How does a TAP service publish this database as it is? The five tables that the IVOA's Table Access
-- Protocol 1.1, section 4, asks for, as views over the comments. They stand in a schema of their own, because
-- the protocol names it, and go by one file, because it names them together.
CREATE SCHEMA tap_schema;
COMMENT ON SCHEMA tap_schema IS 'What the IVOA''s Table Access Protocol asks a database to say of itself.';

CREATE VIEW tap_schema.schemas AS
SELECT
    n.nspname::text AS schema_name,
    NULL::text AS utype,
    d.description,
    CASE n.nspname WHEN 'science' THEN 1 WHEN 'survey' THEN 2 ELSE 3 END AS schema_index
FROM pg_catalog.pg_namespace AS n
LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::regclass
WHERE n.nspname IN ('science', 'survey', 'tap_schema');

CREATE VIEW tap_schema.tables AS
SELECT
    n.nspname::text AS schema_name,
    n.nspname || '.' || c.relname AS table_name,
    CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS table_type,
    NULL::text AS utype,
    m.description,
    row_number() OVER (PARTITION BY n.nspname ORDER BY c.relname)::integer AS table_index
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN LATERAL upkeep.parsed_comment(obj_description(c.oid, 'pg_class')) AS m ON true
WHERE n.nspname IN ('science', 'survey', 'tap_schema') AND c.relkind IN ('r', 'p', 'v');

CREATE VIEW tap_schema.columns AS
SELECT
    n.nspname || '.' || c.relname AS table_name,
    upkeep.adql_name(a.attname::text) AS column_name,
    CASE t.typname
        WHEN 'int2' THEN 'short' WHEN 'int4' THEN 'int' WHEN 'int8' THEN 'long'
        WHEN 'float4' THEN 'float' WHEN 'float8' THEN 'double' WHEN 'bool' THEN 'boolean'
        ELSE 'char'
    END AS datatype,
    CASE WHEN t.typname NOT IN ('int2', 'int4', 'int8', 'float4', 'float8', 'bool') THEN '*' END AS arraysize,
    CASE WHEN t.typname = 'timestamptz' THEN 'timestamp' END AS xtype,
    NULL::integer AS size,
    coalesce(k.description, m.description) AS description,
    NULL::text AS utype,
    nullif(m.unit, '') AS unit,
    m.ucd,
    -- Of the table, or of a table of the survey that the view is made of, by a column of the name
    (EXISTS (
        SELECT 1
        FROM pg_catalog.pg_index AS i
        INNER JOIN pg_catalog.pg_attribute AS b
            ON b.attrelid = i.indrelid AND b.attnum = i.indkey[0] AND b.attname = a.attname
        WHERE
            i.indrelid = c.oid
            OR i.indrelid = any(
                SELECT d.refobjid
                FROM pg_catalog.pg_rewrite AS r
                INNER JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                WHERE r.ev_class = c.oid AND d.refobjsubid = b.attnum
            )
    ))::integer AS indexed,
    (n.nspname = 'science' AND coalesce(m.ucd, '') NOT LIKE 'stat.error%')::integer AS principal,
    (n.nspname = 'tap_schema')::integer AS std,
    a.attnum::integer AS column_index
FROM pg_catalog.pg_attribute AS a
INNER JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
INNER JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN LATERAL upkeep.parsed_comment(col_description(c.oid, a.attnum)) AS m ON true
LEFT JOIN science.column_info AS k
    ON k.schema_name = n.nspname AND k.table_name = c.relname AND k.column_name = a.attname
WHERE
    n.nspname IN ('science', 'survey', 'tap_schema')
    AND c.relkind IN ('r', 'p', 'v')
    AND a.attnum > 0
    AND NOT a.attisdropped;

CREATE VIEW tap_schema.keys AS
SELECT
    k.conname::text AS key_id,
    'survey.' || f.relname AS from_table,
    'survey.' || t.relname AS target_table,
    d.description,
    NULL::text AS utype
FROM pg_catalog.pg_constraint AS k
INNER JOIN pg_catalog.pg_class AS f ON f.oid = k.conrelid
INNER JOIN pg_catalog.pg_class AS t ON t.oid = k.confrelid
LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = k.oid AND d.classoid = 'pg_catalog.pg_constraint'::regclass
WHERE k.contype = 'f' AND k.connamespace = 'survey'::regnamespace
UNION ALL
-- Views have no keys; what their columns are named says which row of which other view they mean
SELECT
    c.relname || '_' || k.column_name,
    'science.' || c.relname,
    'science.' || k.target,
    NULL,
    NULL
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
INNER JOIN (
    VALUES
    ('source_id', 'photometry'),
    ('image_id', 'image_epoch'),
    ('field_id', 'field_overview'),
    ('band', 'band_overview')
) AS k (column_name, target) ON k.column_name = a.attname AND k.target <> c.relname
WHERE c.relnamespace = 'science'::regnamespace AND c.relkind = 'v';

CREATE VIEW tap_schema.key_columns AS
SELECT
    k.conname::text AS key_id,
    f.attname::text AS from_column,
    t.attname::text AS target_column
FROM pg_catalog.pg_constraint AS k
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS p (from_number, target_number)
INNER JOIN pg_catalog.pg_attribute AS f ON f.attrelid = k.conrelid AND f.attnum = p.from_number
INNER JOIN pg_catalog.pg_attribute AS t ON t.attrelid = k.confrelid AND t.attnum = p.target_number
WHERE k.contype = 'f' AND k.connamespace = 'survey'::regnamespace
UNION ALL
SELECT v.key_id, c.column_name AS from_column, c.column_name AS target_column
FROM tap_schema.keys AS v
CROSS JOIN LATERAL (
    SELECT replace(v.key_id, split_part(v.from_table, '.', 2) || '_', '') AS column_name
) AS c
WHERE v.from_table LIKE 'science.%';

COMMENT ON VIEW tap_schema.schemas IS 'The schemas of the database (TAP 1.1).';
COMMENT ON COLUMN tap_schema.schemas.schema_name IS 'Name of the schema. [] {meta.id;meta.main}';
COMMENT ON COLUMN tap_schema.schemas.utype IS 'Data model type; none. [] {meta.code}';
COMMENT ON COLUMN tap_schema.schemas.description IS 'What the schema holds. [] {meta.note}';
COMMENT ON COLUMN tap_schema.schemas.schema_index IS 'Order in which to show it. [] {meta.number}';

COMMENT ON VIEW tap_schema.tables IS 'The tables and views of the database (TAP 1.1).';
COMMENT ON COLUMN tap_schema.tables.schema_name IS 'Schema of the table. [] {meta.id}';
COMMENT ON COLUMN tap_schema.tables.table_name IS
'Name of the table with its schema. [] {meta.id;meta.table}';
COMMENT ON COLUMN tap_schema.tables.table_type IS 'Either table or view. [] {meta.code.class}';
COMMENT ON COLUMN tap_schema.tables.utype IS 'Data model type; none. [] {meta.code}';
COMMENT ON COLUMN tap_schema.tables.description IS 'What the table holds. [] {meta.note}';
COMMENT ON COLUMN tap_schema.tables.table_index IS 'Order in which to show it. [] {meta.number}';

COMMENT ON VIEW tap_schema.columns IS 'The columns of the tables and views (TAP 1.1).';
COMMENT ON COLUMN tap_schema.columns.table_name IS
'Name of the table with its schema. [] {meta.id;meta.table}';
COMMENT ON COLUMN tap_schema.columns.column_name IS 'Name of the column; in quotes where ADQL reserves the word. [] {meta.id;meta.main}';
COMMENT ON COLUMN tap_schema.columns.datatype IS 'Type as VOTable names it. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.arraysize IS
'Length as VOTable gives it: * for text, else missing. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.xtype IS
'Interpretation beyond the type: timestamp. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.size IS
'Length as TAP 1.0 gave it; always missing. [] {meta.number}';
COMMENT ON COLUMN tap_schema.columns.description IS 'What the column holds. [] {meta.note}';
COMMENT ON COLUMN tap_schema.columns.utype IS 'Data model type; none. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.unit IS 'Unit; missing for dimensionless. [] {meta.unit}';
COMMENT ON COLUMN tap_schema.columns.ucd IS 'Unified content descriptor. [] {meta.ucd}';
COMMENT ON COLUMN tap_schema.columns.indexed IS '1 where an index begins with it, or with the column of the name that a view has from a table. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.principal IS '1 in the views meant for users, but for errors. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.std IS '1 where a standard defines it. [] {meta.code}';
COMMENT ON COLUMN tap_schema.columns.column_index IS 'Order in which to show it. [] {meta.number}';

COMMENT ON VIEW tap_schema.keys IS 'The foreign keys between the tables, and what columns of views refer to (TAP 1.1).';
COMMENT ON COLUMN tap_schema.keys.key_id IS 'Name of the key. [] {meta.id;meta.main}';
COMMENT ON COLUMN tap_schema.keys.from_table IS 'Table that refers. [] {meta.id;meta.table}';
COMMENT ON COLUMN tap_schema.keys.target_table IS 'Table referred to. [] {meta.id;meta.table}';
COMMENT ON COLUMN tap_schema.keys.description IS 'What the key says. [] {meta.note}';
COMMENT ON COLUMN tap_schema.keys.utype IS 'Data model type; none. [] {meta.code}';

COMMENT ON VIEW tap_schema.key_columns IS 'The columns of the foreign keys (TAP 1.1).';
COMMENT ON COLUMN tap_schema.key_columns.key_id IS 'Name of the key. [] {meta.id}';
COMMENT ON COLUMN tap_schema.key_columns.from_column IS 'Column that refers. [] {meta.id}';
COMMENT ON COLUMN tap_schema.key_columns.target_column IS 'Column referred to. [] {meta.id}';

-- Not in grants.sql: the schema is left out where a TAP service keeps its own.
GRANT USAGE ON SCHEMA tap_schema TO epochdb_loader, epochdb_ml, epochdb_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA tap_schema TO epochdb_loader, epochdb_ml, epochdb_reader;
