-- What do the columns of a result mean, and in which unit are they? A column that comes straight from a
-- table or view is described by the comment there. For a column that comes from elsewhere the functions that
-- the query calls by name are looked through: it is the column of that name of theirs, as far as they agree.
-- A magnitude whose name has its band has that band's zero point.
-- Arguments: the text of the query, then for each column its name, its table's OID and its number there
-- (or 0).
SELECT
    r.position::integer AS position,
    coalesce(i.unit, f.unit) AS unit,
    coalesce(i.ucd, f.ucd) AS ucd,
    coalesce(i.description, f.description) AS description,
    coalesce(i.coordinate_system, f.coordinate_system) AS coordinate_system,
    b.band,
    b.wavelength_um,
    b.zero_point_flux,
    b.magnitude_system
FROM unnest(%(names)s::text[], %(tables)s::oid[], %(numbers)s::integer[])
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
        CASE WHEN count(DISTINCT c.ucd) = 1 THEN min(c.ucd) END AS ucd,
        CASE WHEN count(DISTINCT c.description) = 1 THEN min(c.description) END AS description,
        CASE
            WHEN count(DISTINCT c.coordinate_system) = 1 THEN min(c.coordinate_system)
        END AS coordinate_system
    FROM science.column_info AS c
    WHERE
        r.table_oid = 0
        AND c.column_name = r.name
        AND c.table_name = any(
            SELECT p.proname::text FROM pg_catalog.pg_proc AS p
            WHERE p.pronamespace = 'science'::regnamespace AND p.proretset
        )
        AND %(query)s::text ~ ('\m' || c.table_name || '\s*\(')
) AS f ON true
LEFT JOIN survey.band AS b
    ON
        b.zero_point_flux IS NOT NULL
        AND coalesce(i.ucd, f.ucd) LIKE 'phot.mag%%'
        AND coalesce(i.column_name, r.name) IN (lower(b.band) || '_mag', lower(b.band) || '_mean_mag')
ORDER BY r.position;
