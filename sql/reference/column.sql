-- What does each column of the tables and views hold, in which type and unit?
SELECT
    c.table_name,
    c.column_name,
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ', not null' ELSE '' END AS data_type,
    coalesce(c.unit, '') AS unit,
    c.ucd,
    c.description
FROM tap_schema.columns AS c
INNER JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name
ORDER BY c.table_name, c.column_index;
