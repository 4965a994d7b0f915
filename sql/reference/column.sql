-- What does each column of the tables, views and rows of functions hold, in which type and unit?
SELECT
    c.table_name,
    trim('"' FROM c.column_name) AS column_name,
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ', not null' ELSE '' END AS data_type,
    coalesce(c.unit, '') AS unit,
    coalesce(c.ucd, '') AS ucd,
    coalesce(c.description, '') AS description,
    c.column_index
FROM tap_schema.columns AS c
INNER JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = c.table_name::regclass AND a.attname = trim('"' FROM c.column_name)
UNION ALL
SELECT
    p.pronamespace::regnamespace || '.' || p.proname AS table_name,
    p.proargnames[r.place] AS column_name,
    format_type(r.type_oid, NULL) AS data_type,
    coalesce(i.unit, '') AS unit,
    coalesce(i.ucd, '') AS ucd,
    coalesce(i.description, '') AS description,
    r.place AS column_index
FROM pg_catalog.pg_proc AS p
CROSS JOIN LATERAL unnest(p.proallargtypes) WITH ORDINALITY AS r (type_oid, place)
LEFT JOIN science.column_info AS i
    ON
        i.schema_name = p.pronamespace::regnamespace::text
        AND i.table_name = p.proname
        AND i.signature = format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid))
        AND i.column_name = p.proargnames[r.place]
WHERE
    p.pronamespace IN ('science'::regnamespace, 'upkeep'::regnamespace)
    AND p.proargmodes[r.place] = 't'
    AND p.oid = any(
        SELECT (array_agg(o.oid ORDER BY pg_get_function_identity_arguments(o.oid)))[1]
        FROM pg_catalog.pg_proc AS o
        WHERE o.pronamespace = p.pronamespace AND o.proname = p.proname
    )
ORDER BY table_name, column_index;
