-- Tells the planner what a load has changed, in one table or in all; why stands in sql/README.md. Only what
-- upkeep.outdated_tables names is analysed, so that a small load does not pay for it.
--
-- Only the tables' owner may ask for this, hence SECURITY DEFINER.
CREATE FUNCTION upkeep.refresh_statistics(table_name text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    outdated record;
BEGIN
    FOR outdated IN
        SELECT o.table_name
        FROM upkeep.outdated_tables() AS o
        WHERE coalesce(o.table_name = refresh_statistics.table_name, true)
    LOOP
        EXECUTE format('ANALYZE survey.%I', outdated.table_name);
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.refresh_statistics(text) IS
'Analyses a table, or all tables, of which a tenth or more has changed; the end of every run of the loader.
Sample call: SELECT upkeep.refresh_statistics();';
