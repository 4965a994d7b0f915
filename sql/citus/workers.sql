-- What a cluster needs besides, once tables, views, functions and their rights are in place; nothing to
-- do, and nothing done, where the tables are not distributed (sql/foundation.sql says whether they are).
--
-- Who writes rows that refer to a reference table holds that table's rows on all nodes, and those that it
-- refers to in turn, for which Citus asks for the right to change them. What a transaction has written in one
-- role's name it may not touch in another's, so that the loader enters bands and the frame in its own. Rows
-- of a query are numbered on the coordinator by who enters them, for which sequences are asked. And the pure
-- scalars (immutable, one value of their arguments) go to every node, for a condition on detections is
-- computed where they are; all other functions and the views stay on the coordinator.
DO $$
DECLARE
    needed record;
    scalar regprocedure;
BEGIN
    IF coalesce(pg_catalog.current_setting('epochdb.is_distributed', true), 'off') <> 'on' THEN
        RETURN;
    END IF;
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'on', true);
    FOR needed IN
        WITH RECURSIVE reference AS (
            SELECT f.conrelid, f.confrelid FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f'
            UNION
            SELECT r.conrelid, f.confrelid
            FROM reference AS r
            INNER JOIN pg_catalog.pg_constraint AS f ON f.contype = 'f' AND f.conrelid = r.confrelid
        )
        SELECT DISTINCT f.confrelid::regclass AS referred, r.role_name
        FROM reference AS f
        INNER JOIN pg_catalog.pg_dist_partition AS p ON p.logicalrelid = f.confrelid AND p.repmodel = 't'
        CROSS JOIN (VALUES ('epochdb_loader'::name), ('epochdb_ml'::name)) AS r (role_name)
        WHERE
            pg_catalog.has_table_privilege(r.role_name, f.conrelid, 'INSERT')
            AND NOT pg_catalog.has_table_privilege(r.role_name, f.confrelid, 'UPDATE')
    LOOP
        EXECUTE pg_catalog.format('GRANT UPDATE ON %s TO %I', needed.referred, needed.role_name);
    END LOOP;
    FOR needed IN
        SELECT d.objid::regclass AS sequence, r.role_name
        FROM pg_catalog.pg_depend AS d
        INNER JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
        INNER JOIN pg_catalog.pg_class AS c ON c.oid = d.refobjid AND c.relnamespace = 'survey'::regnamespace
        CROSS JOIN (VALUES ('epochdb_loader'::name), ('epochdb_ml'::name)) AS r (role_name)
        WHERE
            d.classid = 'pg_class'::regclass AND d.deptype = 'i'
            AND pg_catalog.has_table_privilege(r.role_name, c.oid, 'INSERT')
            AND NOT pg_catalog.has_sequence_privilege(r.role_name, s.oid, 'USAGE')
    LOOP
        EXECUTE pg_catalog.format('GRANT USAGE ON SEQUENCE %s TO %I', needed.sequence, needed.role_name);
    END LOOP;
    -- Citus writes a query out and reads it again, with the names in it, in who asks' name
    GRANT USAGE ON SCHEMA upkeep TO epochdb_reader, epochdb_ml;
    GRANT INSERT, UPDATE ON survey.band, survey.frame TO epochdb_loader;
    ALTER FUNCTION upkeep.describe_band(text, double precision, boolean) SECURITY INVOKER;
    ALTER FUNCTION upkeep.state_frame(text, text, text, text) SECURITY INVOKER;
    FOR scalar IN
        SELECT p.oid
        FROM pg_catalog.pg_proc AS p
        INNER JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
        WHERE
            p.pronamespace IN ('science'::regnamespace, 'upkeep'::regnamespace)
            -- A moment's MJD depends on the session's time zone in name only
            AND (p.provolatile = 'i' OR p.proname = 'mjd_from_timestamp')
            AND NOT p.proretset AND p.prokind = 'f'
            AND NOT EXISTS (
                SELECT 1
                FROM pg_catalog.pg_dist_object AS o
                WHERE o.classid = 'pg_proc'::regclass AND o.objid = p.oid
            )
        ORDER BY p.oid
    LOOP
        PERFORM pg_catalog.create_distributed_function(scalar);
    END LOOP;
END
$$;
