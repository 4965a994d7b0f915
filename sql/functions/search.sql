-- Where is what I am looking for? Tables, views, columns and functions whose name, description, unit or UCD
-- contains a word; best matches first: names before descriptions.
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
        UNION ALL
        SELECT
            h.kind, 'science.' || h.name AS name, h.description, NULL AS unit, NULL AS ucd, h.name AS own_name
        FROM (
            SELECT CASE e.topic WHEN 'view' THEN 'view' ELSE 'function' END AS kind, e.name, e.description
            FROM science.help AS e
        ) AS h
    )
    SELECT d.kind, d.name, d.description, d.unit, d.ucd
    FROM described AS d
    WHERE
        d.name ILIKE '%' || search.word || '%'
        OR d.description ILIKE '%' || search.word || '%'
        OR d.unit = search.word
        OR d.ucd ILIKE '%' || search.word || '%'
    ORDER BY
        d.own_name ILIKE '%' || search.word || '%' DESC,
        d.name LIKE 'science.%' DESC,
        position(d.kind IN 'function view column'),
        d.name;
END;

COMMENT ON FUNCTION science.search(text) IS
'Finds tables, columns and functions by a word in their name, description, unit or UCD.
kind: Whether it is a view, function or column. [] {meta.code.class}
name: Name with its schema, and for a column also its table. [] {meta.id}
Sample call: SELECT * FROM science.search(''color'');';
