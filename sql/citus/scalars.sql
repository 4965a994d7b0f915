-- Puts the pure scalars (immutable, one value of their arguments) on every node, for a condition on
-- detections is computed where they are; all other functions and the views stay on the coordinator. Nothing
-- to do, and nothing done, where the tables are not distributed.
DO $$
DECLARE
    scalar regprocedure;
BEGIN
    -- foundation.sql says so
    IF coalesce(pg_catalog.current_setting('epochdb.is_distributed', true), 'off') <> 'on' THEN
        RETURN;
    END IF;
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'on', true);
    FOR scalar IN
        SELECT p.oid
        FROM pg_catalog.pg_proc AS p
        INNER JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
        WHERE
            p.pronamespace IN ('science'::regnamespace, 'upkeep'::regnamespace)
            AND p.provolatile = 'i' AND NOT p.proretset AND p.prokind = 'f'
        ORDER BY p.oid
    LOOP
        PERFORM pg_catalog.create_distributed_function(scalar);
    END LOOP;
END
$$;
