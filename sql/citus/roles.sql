-- Makes the roles on the workers that do not have them: tables are made there in their names. Committed before
-- the tables are touched, for a worker is then spoken to as one of them.
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
        ' END IF; END LOOP; END $make$'
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
