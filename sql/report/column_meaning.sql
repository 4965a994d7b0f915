-- What do the columns of a result mean, and in which unit are they? A column that comes straight from a
-- table or view is described by the comment there. A function's column has no comment of its own; when the
-- query calls the function by name, its column has the unit (and the UCD) that all columns of that name
-- agree on. Arguments: the text of the query, then for each column its name, its table's OID and its number
-- there (or 0).
SELECT
    r.position::integer AS position,
    coalesce(i.unit, n.unit) AS unit,
    coalesce(i.ucd, n.ucd) AS ucd,
    i.description
FROM unnest($2::text[], $3::oid[], $4::integer[])
    WITH ORDINALITY AS r (name, table_oid, column_number, position)
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = r.table_oid
LEFT JOIN science.column_info AS i
    ON
        i.schema_name = t.relnamespace::regnamespace::text
        AND i.table_name = t.relname
        AND i.column_index = r.column_number
LEFT JOIN LATERAL (
    SELECT
        CASE WHEN count(DISTINCT c.unit) = 1 THEN min(c.unit) END AS unit,
        CASE WHEN count(DISTINCT c.ucd) = 1 THEN min(c.ucd) END AS ucd
    FROM science.column_info AS c
    WHERE
        r.table_oid = 0
        -- A function's magnitude and flux are those in aperture 1.
        AND c.column_name IN (r.name, regexp_replace(r.name, '^(mag|flux)', '\1_1'))
        AND EXISTS (
            SELECT 1
            FROM pg_catalog.pg_proc AS p
            WHERE
                p.pronamespace = 'science'::regnamespace
                AND p.proretset
                AND array_position(p.proargnames[p.pronargs + 1:], r.name) IS NOT NULL
                AND position(p.proname || '(' IN $1::text) > 0
        )
) AS n ON true
ORDER BY r.position;
