-- What are the columns of the tables that a TAP service publishes? Name in ADQL, type as DaCHS has it, and
-- what gives the column in a view of its own, where times are without a zone.
SELECT
    c.table_name,
    c.adql_name AS name,
    CASE
        WHEN c.data_type LIKE 'timestamp%%' THEN 'timestamp'
        ELSE c.data_type
    END AS data_type,
    quote_ident(c.column_name) || CASE WHEN c.data_type LIKE 'timestamp with%%' THEN
        ' AT TIME ZONE ''UTC'' AS ' || quote_ident(c.column_name)
    ELSE '' END AS expression,
    CASE c.data_type
        WHEN 'smallint' THEN '-32768'
        WHEN 'integer' THEN '-2147483648'
        WHEN 'bigint' THEN '-9223372036854775808'
    END AS null_literal,
    coalesce(c.description, '') AS description,
    coalesce(c.unit, '') AS unit,
    coalesce(c.ucd, '') AS ucd
FROM science.column_info AS c
WHERE c.schema_name = 'science' AND c.table_name = any(%(tables)s::text[])
ORDER BY c.table_name, c.column_index;
