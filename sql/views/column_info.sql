-- What does each column mean, and in which unit is it? The comments of all tables and views, taken apart into
-- description, unit and UCD. They are written as: Sentence. [unit] {ucd}
CREATE VIEW science.column_info AS
SELECT
    n.nspname::text AS schema_name,
    c.relname::text AS table_name,
    a.attname::text AS column_name,
    a.attnum::integer AS column_index,
    format_type(a.atttypid, a.atttypmod) AS data_type,
    a.attnotnull AS is_not_null,
    substring(d.description FROM '^(.*?)\s*\[[^\]]*\] \{[^}]*\}$') AS description,
    substring(d.description FROM '\[([^\]]*)\] \{[^}]*\}$') AS unit,
    substring(d.description FROM '\{([^}]*)\}$') AS ucd
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
INNER JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = c.oid AND d.objsubid = a.attnum AND d.classoid = 'pg_catalog.pg_class'::regclass
WHERE n.nspname IN ('survey', 'science') AND c.relkind IN ('r', 'p', 'v', 'm');

COMMENT ON VIEW science.column_info IS
'The columns of all tables and views with type, description, unit and UCD, taken from their comments.';
COMMENT ON COLUMN science.column_info.schema_name IS 'Schema of the table or view. [] {meta.id}';
COMMENT ON COLUMN science.column_info.table_name IS 'Name of the table or view. [] {meta.id;meta.table}';
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
