-- The two tables that say which version is installed, and the lock that one upgrade at a time holds.
-- Follows foundation.sql and logins.sql; from here on everything is done as the owner.

SET LOCAL ROLE epochdb_owner;
SET LOCAL client_min_messages = warning;

DO $$
BEGIN
    CREATE SCHEMA IF NOT EXISTS survey;
EXCEPTION WHEN duplicate_schema OR unique_violation THEN
    NULL;  -- another installation of this database created it meanwhile, and has ended
END
$$;
COMMENT ON SCHEMA survey IS
'The tables: what the survey delivered, the summaries kept of it and what was computed from it.';

CREATE TABLE IF NOT EXISTS survey.schema_version (
    version_num varchar(32) NOT NULL,
    CONSTRAINT schema_version_pkc PRIMARY KEY (version_num)
);
-- One installation or upgrade of this database at a time. It is the lock of a table, since who only reads
-- cannot take that.
LOCK TABLE survey.schema_version IN SHARE ROW EXCLUSIVE MODE;
-- What follows replaces views that others may be reading at this moment. While it waits for them everybody
-- else waits for it: so not for long.
SET LOCAL lock_timeout = '20s';
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
