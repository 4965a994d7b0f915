-- Makes the roles on the workers that do not have them, with their rights to the database: tables are made
-- there in their names. Committed before the tables are touched, for a worker is then spoken to as one of
-- them.
DO $$
DECLARE
    refused record;
BEGIN
    SELECT r.nodename, r.nodeport, r.result
    INTO refused
    FROM pg_catalog.run_command_on_workers(
        'DO $make$ DECLARE role_name text; BEGIN'
        ' SET LOCAL citus.enable_ddl_propagation = off;'
        ' FOREACH role_name IN ARRAY ARRAY[''epochdb_owner'', ''epochdb_loader'', ''epochdb_ml'', ''epochdb_reader''] LOOP'
        ' IF pg_catalog.to_regrole(role_name) IS NULL THEN EXECUTE pg_catalog.format(''CREATE ROLE %I LOGIN'', role_name);'
        ' END IF; END LOOP;'
        ' EXECUTE pg_catalog.format(''GRANT CONNECT ON DATABASE %I TO epochdb_loader, epochdb_ml, epochdb_reader'','
        ' pg_catalog.current_database());'
        ' EXECUTE pg_catalog.format(''GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO epochdb_owner'','
        ' pg_catalog.current_database()); END $make$'
    ) AS r
    WHERE NOT r.success;
    IF FOUND THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = pg_catalog.format(
                  'roles could not be made on %s:%s: %s', refused.nodename, refused.nodeport, refused.result
              ),
              HINT = 'The nodes must let one another in as superuser: docs/citus.md.';
    END IF;
END
$$;
