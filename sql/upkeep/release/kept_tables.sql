-- The tables whose rows come and go with the catalogue of an image: those beside which there is a table
-- kept_ and its name.
CREATE FUNCTION upkeep.kept_tables()
RETURNS TABLE (table_name text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT substr(c.relname, 6) AS table_name
    FROM pg_catalog.pg_class AS c
    WHERE c.relnamespace = 'survey'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname ~ '^kept_'
    ORDER BY c.relname;
END;

COMMENT ON FUNCTION upkeep.kept_tables() IS
'The tables of schema survey whose rows go with the catalogue of an image and are kept for releases.
table_name: Name of the table. [] {meta.id;meta.table}
Sample call: SELECT * FROM upkeep.kept_tables();';
