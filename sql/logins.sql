-- What the login of each role may take of the server, so that nobody who only reads stands in the way.
--
-- A role may change its own settings (ALTER ROLE), so every upgrade puts them back. They are looked at first,
-- since roles are shared by all databases of the server and only one transaction at a time can change one.
-- Who needs other limits gets a login of their own, a member of the role, with settings of their own.

DO $$
DECLARE
    login record;
    setting record;
    config text[];
BEGIN
    FOR login IN
        SELECT l.role_name, l.connections, l.settings
        FROM (
            VALUES
                ('epochdb_owner', 10, ARRAY['idle_in_transaction_session_timeout=10min']),
                ('epochdb_loader', 40, ARRAY['idle_in_transaction_session_timeout=10min']),
                (
                    'epochdb_ml',
                    20,
                    ARRAY['idle_in_transaction_session_timeout=1h', 'temp_file_limit=50GB']
                ),
                (
                    'epochdb_reader',
                    40,
                    ARRAY[
                        'default_transaction_read_only=on',
                        'statement_timeout=5min',
                        'idle_in_transaction_session_timeout=5min',
                        'temp_file_limit=10GB'
                    ]
                )
        ) AS l (role_name, connections, settings)
    LOOP
        BEGIN
            IF (SELECT r.rolconnlimit FROM pg_catalog.pg_roles AS r WHERE r.rolname = login.role_name)
                <> login.connections
            THEN
                EXECUTE format('ALTER ROLE %I CONNECTION LIMIT %s', login.role_name, login.connections);
            END IF;
            IF EXISTS (
                SELECT 1
                FROM pg_catalog.pg_db_role_setting AS s
                INNER JOIN pg_catalog.pg_database AS d
                    ON d.oid = s.setdatabase AND d.datname = pg_catalog.current_database()
                WHERE s.setrole = login.role_name::regrole
            ) THEN
                EXECUTE format(
                    'ALTER ROLE %I IN DATABASE %I RESET ALL', login.role_name, pg_catalog.current_database()
                );
            END IF;
            config := coalesce(
                (SELECT r.rolconfig FROM pg_catalog.pg_roles AS r WHERE r.rolname = login.role_name), '{}'
            );
            CONTINUE WHEN config @> login.settings AND config <@ login.settings;
            EXECUTE format('ALTER ROLE %I RESET ALL', login.role_name);
            FOR setting IN
                SELECT split_part(s.text, '=', 1) AS name, split_part(s.text, '=', 2) AS value
                FROM unnest(login.settings) AS s (text)
            LOOP
                -- Only a superuser, or who was granted SET on it, may limit temporary files.
                CONTINUE WHEN setting.name = 'temp_file_limit'
                AND NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user);
                EXECUTE format('ALTER ROLE %I SET %I = %L', login.role_name, setting.name, setting.value);
            END LOOP;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE WARNING 'the limits of % were not put back: %', login.role_name, SQLERRM
                USING HINT = 'They are set by a superuser, or by who created the role: upgrade as one of them.';
            WHEN internal_error THEN
                NULL;  -- an upgrade of another database puts the same back at this moment
        END;
    END LOOP;
END
$$;

-- Functions of PostgreSQL that everybody may call, and by which a reader could hold up loads for ever, fill
-- the disk, or end the sessions of others who log in by the same role. They are taken from PUBLIC where
-- nobody else uses the database.
DO $$
DECLARE
    open_to_all regprocedure;
BEGIN
    IF coalesce(pg_catalog.current_setting('epochdb.alone', true), '') <> 'on'
        OR NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user)
    THEN
        RETURN;
    END IF;
    FOR open_to_all IN
        SELECT p.oid
        FROM pg_catalog.pg_proc AS p
        WHERE
            p.pronamespace = 'pg_catalog'::regnamespace
            AND p.proname ~ '^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_(terminate|cancel)_backend)$'
            AND has_function_privilege('public', p.oid, 'EXECUTE')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', open_to_all);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO epochdb_owner, epochdb_loader', open_to_all);
    END LOOP;
END
$$;
