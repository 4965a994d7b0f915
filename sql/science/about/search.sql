-- Where is what I am looking for? Tables, views, columns and functions whose name, description, unit or UCD
-- has all the words that are given, in either spelling of colour; best first: names before descriptions.
CREATE FUNCTION science.search(word text)
RETURNS TABLE (kind text, name text, description text, unit text, ucd text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH described AS (
        SELECT
            'column' AS kind,
            c.schema_name || '.' || c.table_name || '.' || c.column_name AS name,
            c.description,
            c.unit,
            c.ucd,
            c.column_name AS own_name
        FROM science.column_info AS c
        UNION
        SELECT
            CASE r.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
            r.relnamespace::regnamespace || '.' || r.relname AS name,
            m.description,
            NULL AS unit,
            NULL AS ucd,
            r.relname::text AS own_name
        FROM pg_catalog.pg_class AS r
        LEFT JOIN LATERAL upkeep.parsed_comment(obj_description(r.oid, 'pg_class')) AS m ON true
        WHERE r.relnamespace::regnamespace::text IN ('science', 'survey') AND r.relkind IN ('r', 'v')
        UNION ALL
        SELECT
            'function' AS kind,
            p.schema_name || '.' || p.function_name AS name,
            p.description,
            NULL AS unit,
            NULL AS ucd,
            p.function_name AS own_name
        FROM science.function_info AS p
        WHERE p.variant = 1
    ),
    sought AS (
        SELECT w.word
        FROM regexp_split_to_table(replace(lower(trim(search.word)), 'colour', 'color'), '\s+') AS w (word)
    )
    SELECT d.kind, d.name, d.description, d.unit, d.ucd
    FROM described AS d
    CROSS JOIN LATERAL (
        SELECT
            bool_and(
                s.word IS NOT DISTINCT FROM lower(d.unit)
                OR strpos(
                    replace(lower(concat_ws(' ', d.name, d.description, d.ucd)), 'colour', 'color'), s.word
                ) > 0
            ) AS is_found,
            bool_and(strpos(replace(d.own_name, 'colour', 'color'), s.word) > 0) AS is_named
        FROM sought AS s
    ) AS m
    WHERE m.is_found
    ORDER BY
        m.is_named DESC,
        d.name LIKE 'science.%' DESC,
        position(d.kind IN 'function view table column'),
        d.name;
END;

COMMENT ON FUNCTION science.search(text) IS
'Finds tables, columns and functions by a word in their name, description, unit or UCD.
kind: Whether it is a table, view, function or column. [] {meta.code.class}
name: Name with its schema, and for a column also its table. [] {meta.id}
Subject: about
Sample call: SELECT * FROM science.search(''color'');';
