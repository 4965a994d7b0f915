-- The tables that a release shows as they were: those of the survey, but for the releases' own and those
-- that say which version is installed.
CREATE FUNCTION upkeep.released_tables()
RETURNS TABLE (table_name text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT c.relname::text AS table_name
    FROM pg_catalog.pg_class AS c
    WHERE
        c.relnamespace = 'survey'::regnamespace AND c.relkind IN ('r', 'p')
        AND c.relname !~ '^(kept_|release_|data_release|schema_version|science_version|saved_question|removed_catalogue)'
        AND c.relname !~ '_history$'
    ORDER BY c.relname;
END;

COMMENT ON FUNCTION upkeep.released_tables() IS
'The tables of schema survey that a release shows as they were.
table_name: Name of the table. [] {meta.id;meta.table}
Sample call: SELECT * FROM upkeep.released_tables();';
