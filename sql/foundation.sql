-- Whether EpochDB may and can be installed here, and the roles that own and use it.
--
-- Run before anything else on both roads (Alembic, psql), in the transaction of the caller, every time: a
-- second run changes nothing. logins.sql and registry.sql follow. Roles belong to the whole cluster, and the
-- rights to a database to a shared catalogue, so another installation may be at them at this very moment:
-- whoever comes second begins anew, and finds them made.
--
-- Two settings of the session are heeded. epochdb.alone = on: nobody else uses the database, so what PUBLIC
-- could do in it is taken. epochdb.tap_schema = off: a schema tap_schema belongs to a TAP service, and stays.

DO $$
DECLARE
    foreign_schemas text;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 150000 THEN
        RAISE feature_not_supported
        USING MESSAGE = pg_catalog.format(
                  'EpochDB needs PostgreSQL 15 or later, this is %s',
                  pg_catalog.current_setting('server_version')
              ),
              HINT = 'Use a newer server, or the embedded one: unset PGHOST and PGSERVICE.';
    END IF;
    SELECT string_agg(format('%s (of %s)', n.nspname, pg_get_userbyid(n.nspowner)), ', ' ORDER BY n.nspname)
    INTO foreign_schemas
    FROM pg_catalog.pg_namespace AS n
    WHERE
        n.nspname IN ('survey', 'science', 'upkeep', 'tap_schema')
        AND pg_get_userbyid(n.nspowner) <> 'epochdb_owner'
        AND NOT (
            n.nspname = 'tap_schema'
            AND coalesce(pg_catalog.current_setting('epochdb.tap_schema', true), '') = 'off'
        );
    IF foreign_schemas IS NOT NULL THEN
        RAISE duplicate_schema
        USING MESSAGE = format(
                  'this database has schemas of somebody else under names that EpochDB needs: %s',
                  foreign_schemas
              ),
              HINT = 'Install EpochDB into a database of its own (createdb epochdb). Where only tap_schema is'
              ' in the way, as that of a TAP service: give python -m db upgrade the option no-tap-schema.';
    END IF;
END
$$;

-- On a cluster (sql/citus) the workers are told of tables and rights when the tables are theirs, too. A
-- server without Citus takes the second for a setting that it does not know.
DO $$
DECLARE
    is_distributed boolean := false;
BEGIN
    IF pg_catalog.to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_dist_partition AS p'
        ' WHERE p.logicalrelid = pg_catalog.to_regclass(''survey.detection''))'
        INTO is_distributed;
    END IF;
    PERFORM
        pg_catalog.set_config('epochdb.is_distributed', v.value, true),
        pg_catalog.set_config('citus.enable_ddl_propagation', v.value, true)
    FROM (VALUES (CASE WHEN is_distributed THEN 'on' ELSE 'off' END)) AS v (value);
END
$$;

DO $$
DECLARE
    role_name text;
    is_alone boolean := coalesce(pg_catalog.current_setting('epochdb.alone', true), '') = 'on';
BEGIN
    FOR attempt IN 1..20 LOOP
        BEGIN
            FOREACH role_name IN ARRAY ARRAY[
                'epochdb_owner', 'epochdb_loader', 'epochdb_ml', 'epochdb_reader'
            ]
            LOOP
                IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles AS r WHERE r.rolname = role_name) THEN
                    EXECUTE pg_catalog.format('CREATE ROLE %I LOGIN', role_name);
                END IF;
            END LOOP;
            -- From PostgreSQL 16 on, whoever creates a role is a member who may grant it but not become it.
            IF NOT pg_catalog.pg_has_role(
                current_user, 'epochdb_owner',
                CASE
                    WHEN pg_catalog.current_setting('server_version_num')::integer < 160000 THEN 'MEMBER'
                    ELSE 'SET'
                END
            ) THEN
                EXECUTE pg_catalog.format('GRANT epochdb_owner TO %I', current_user);
            END IF;
            IF is_alone THEN
                EXECUTE pg_catalog.format(
                    'REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database()
                );
                REVOKE ALL ON SCHEMA public FROM PUBLIC;
            END IF;
            EXECUTE pg_catalog.format(
                'GRANT CONNECT ON DATABASE %I TO epochdb_loader, epochdb_ml, epochdb_reader',
                pg_catalog.current_database()
            );
            EXECUTE pg_catalog.format(
                'GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO epochdb_owner',
                pg_catalog.current_database()
            );
            EXIT;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE insufficient_privilege
                USING MESSAGE = pg_catalog.format(
                          'user "%s" may not install EpochDB: %s', current_user, SQLERRM
                      ),
                      HINT = 'Connect as a superuser, or as the owner of the database with CREATEROLE.';
            -- The last is a row of a catalogue that another installation changed while this one waited for it
            WHEN duplicate_object OR unique_violation OR internal_error THEN
                IF attempt = 20 THEN
                    RAISE;
                END IF;
        END;
    END LOOP;
END
$$;
