-- Of which tables does the planner know too little? Those of which a tenth or more has changed since they
-- were analysed, or that never were; the largest first, so that several connections share them well.
CREATE FUNCTION upkeep.outdated_tables()
RETURNS TABLE (table_name text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT c.relname::text AS table_name
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE
        n.nspname = 'survey'
        AND c.relkind IN ('r', 'p')
        AND (c.reltuples < 0 OR 10 * pg_stat_get_mod_since_analyze(c.oid) > c.reltuples)
    ORDER BY pg_relation_size(c.oid) DESC;
END;

COMMENT ON FUNCTION upkeep.outdated_tables() IS
'The tables of which a tenth or more has changed since they were analysed, the largest first.
table_name: The table, in schema survey. [] {meta.id;meta.main}
Sample call: SELECT * FROM upkeep.outdated_tables();';
