-- Whether this database can be distributed; refuses in words what cannot be. Changes nothing.
DO $$
DECLARE
    citus_version text := (
        SELECT e.extversion FROM pg_catalog.pg_extension AS e WHERE e.extname = 'citus'
    );
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RAISE feature_not_supported
        USING MESSAGE = pg_catalog.format(
                  'to be distributed EpochDB needs PostgreSQL 18 with Citus 14 or later, this is PostgreSQL %s',
                  pg_catalog.current_setting('server_version')
              ),
              HINT = 'On older ones functions in SQL with parameters cannot be planned over shards. '
                     'Without Citus this server is good enough.';
    END IF;
    IF citus_version IS NULL THEN
        RAISE feature_not_supported
        USING MESSAGE = 'the extension citus is not in this database',
              HINT = 'On every node: shared_preload_libraries = ''citus'', a restart, and in a database of this '
                     'name CREATE EXTENSION citus. Then add the nodes here: docs/citus.md.';
    END IF;
    IF pg_catalog.split_part(citus_version, '.', 1)::integer < 14 THEN
        RAISE feature_not_supported
        USING MESSAGE = pg_catalog.format(
                  'to be distributed EpochDB needs Citus 14 or later, this is %s', citus_version
              ),
              HINT = 'Install it on every node, then: ALTER EXTENSION citus UPDATE';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM pg_catalog.pg_dist_node AS n WHERE n.groupid = 0
    ) THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = 'the coordinator does not know by which name its workers reach it',
              HINT = 'Say it here: SELECT citus_set_coordinator_host(''this host'', 5432)';
    END IF;
    IF NOT EXISTS (
        SELECT 1
        FROM pg_catalog.pg_dist_node AS n
        WHERE n.groupid > 0 AND n.isactive AND n.shouldhaveshards AND n.noderole = 'primary'
    ) THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = 'the cluster has no workers to put shards on',
              HINT = 'Add them here: SELECT citus_add_node(''worker'', 5432)';
    END IF;
    IF pg_catalog.to_regclass('survey.detection') IS NULL THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = 'this database has no survey',
              HINT = 'Install it first: python -m db upgrade';
    END IF;
    IF NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user) THEN
        RAISE insufficient_privilege
        USING MESSAGE = pg_catalog.format('user "%s" may not distribute: roles are made on the workers', current_user),
              HINT = 'Connect as a superuser.';
    END IF;
END
$$;
