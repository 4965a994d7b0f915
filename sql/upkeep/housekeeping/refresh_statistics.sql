-- Tells the planner what a load has changed; why stands in sql/README.md. Only tables of which a tenth or
-- more has changed are analysed, so that a small load does not pay for it.
--
-- Only the tables' owner may ask for this, hence SECURITY DEFINER.
CREATE FUNCTION upkeep.refresh_statistics()
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    changed regclass;
BEGIN
    FOR changed IN
        SELECT c.oid::regclass
        FROM pg_class AS c
        INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE
            n.nspname = 'survey'
            AND c.relkind IN ('r', 'p')
            AND (c.reltuples < 0 OR 10 * pg_stat_get_mod_since_analyze(c.oid) > c.reltuples)
    LOOP
        EXECUTE format('ANALYZE %s', changed);
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.refresh_statistics() IS
'Analyses the tables of which a tenth or more has changed; the end of every run of the loader.
Sample call: SELECT upkeep.refresh_statistics();';
