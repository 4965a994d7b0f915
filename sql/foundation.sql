-- Who owns what, and the two tables that say which version is installed.
--
-- Run before anything else on both roads (Alembic, psql), inside the caller's transaction, every time:
-- all of it is written so that a second run changes nothing. Roles belong to the whole cluster, so another
-- database of the same server may be creating them at this very moment; whoever comes second goes on.
-- A role's settings are made with the role and never again: an administrator may have changed them.

DO $$
DECLARE
    role_name text;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 150000 THEN
        RAISE feature_not_supported
        USING MESSAGE = pg_catalog.format(
                  'EpochDB needs PostgreSQL 15 or later, this is %s',
                  pg_catalog.current_setting('server_version')
              ),
              HINT = 'Use a newer server, or the embedded one: unset PGHOST and PGSERVICE.';
    END IF;
    -- One installation or upgrade of this database at a time
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('epochdb.schema'));
    FOREACH role_name IN ARRAY ARRAY[
        'epochdb_owner', 'epochdb_loader', 'epochdb_ml', 'epochdb_reader'
    ]
    LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles AS r WHERE r.rolname = role_name) THEN
            BEGIN
                EXECUTE pg_catalog.format('CREATE ROLE %I LOGIN', role_name);
                IF role_name = 'epochdb_reader' THEN
                    ALTER ROLE epochdb_reader CONNECTION LIMIT 40;
                    ALTER ROLE epochdb_reader SET default_transaction_read_only = on;
                    ALTER ROLE epochdb_reader SET statement_timeout = '5min';
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database's installation created it meanwhile
            END;
        END IF;
    END LOOP;
    -- From PostgreSQL 16 on, whoever creates a role is a member who may grant it but not become it.
    IF NOT pg_catalog.pg_has_role(
        current_user, 'epochdb_owner',
        CASE
            WHEN pg_catalog.current_setting('server_version_num')::integer < 160000 THEN 'MEMBER' ELSE 'SET'
        END
    ) THEN
        EXECUTE pg_catalog.format('GRANT epochdb_owner TO %I', current_user);
    END IF;
    EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format(
        'GRANT CONNECT ON DATABASE %I TO epochdb_loader, epochdb_ml, epochdb_reader',
        pg_catalog.current_database()
    );
    EXECUTE pg_catalog.format(
        'GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO epochdb_owner',
        pg_catalog.current_database()
    );
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE insufficient_privilege
    USING MESSAGE = pg_catalog.format('user "%s" may not install EpochDB: %s', current_user, SQLERRM),
          HINT = 'Connect as a superuser, or as the owner of the database with the attribute CREATEROLE.';
END
$$;

SET LOCAL ROLE epochdb_owner;
SET LOCAL client_min_messages = warning;

CREATE SCHEMA IF NOT EXISTS survey;
COMMENT ON SCHEMA survey IS
'The tables: what the survey delivered, the summaries kept of it and what was computed from it.';

CREATE TABLE IF NOT EXISTS survey.schema_version (
    version_num varchar(32) NOT NULL,
    CONSTRAINT schema_version_pkc PRIMARY KEY (version_num)
);
COMMENT ON TABLE survey.schema_version IS 'The table revision that this database is at; kept by Alembic.';
COMMENT ON COLUMN survey.schema_version.version_num IS 'Revision of the tables. [] {meta.version}';

CREATE TABLE IF NOT EXISTS survey.science_version (
    manifest_sha256 text NOT NULL,
    installed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT science_version_pkey PRIMARY KEY (manifest_sha256)
);
COMMENT ON TABLE survey.science_version IS
'The version of the views and functions in schema science: one row, absent after an installation by psql.';
COMMENT ON COLUMN survey.science_version.manifest_sha256 IS
'SHA-256 over the ordered list of functions, views and grants and their texts. [] {meta.checksum}';
COMMENT ON COLUMN survey.science_version.installed_at IS
'When that version was installed. [] {time.creation}';
