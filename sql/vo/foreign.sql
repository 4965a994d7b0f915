-- Let DaCHS's PostgreSQL read EpochDB's answers by postgres_fdw; EpochDB's server is not touched. As a
-- superuser of DaCHS's (dachsroot), with EPOCHDB_HOST, EPOCHDB_PORT, EPOCHDB_DATABASE, EPOCHDB_USER and
-- EPOCHDB_PASSWORD in the environment, of epochdb_reader or a member of it:
--     psql -d gavo -f foreign.sql
-- then: dachs imp epochdb/q. Both again after an upgrade of EpochDB, which may change its answers.
\set ON_ERROR_STOP on
\getenv host EPOCHDB_HOST
\getenv port EPOCHDB_PORT
\getenv database EPOCHDB_DATABASE
\getenv user EPOCHDB_USER
\getenv password EPOCHDB_PASSWORD
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
DROP SERVER IF EXISTS epochdb CASCADE;
-- With estimates of the server that has the statistics a few light curves are asked for one by one, by
-- their index
SELECT format(
    'CREATE SERVER epochdb FOREIGN DATA WRAPPER postgres_fdw OPTIONS ('
    'host %L, port %L, dbname %L, fetch_size ''10000'', use_remote_estimate ''true'')',
    :'host', :'port', :'database'
) \gexec
-- Views are read with the rights of who owns them, which is DaCHS's gavoadmin; nobody else gets through
SELECT format(
    'CREATE USER MAPPING FOR gavoadmin SERVER epochdb OPTIONS (user %L, password %L)',
    :'user', :'password'
) \gexec
DROP SCHEMA IF EXISTS epochdb_remote CASCADE;
CREATE SCHEMA epochdb_remote AUTHORIZATION gavoadmin;
GRANT USAGE ON FOREIGN SERVER epochdb TO gavoadmin;
SET LOCAL ROLE gavoadmin;
IMPORT FOREIGN SCHEMA science FROM SERVER epochdb INTO epochdb_remote OPTIONS (import_collate 'false');
IMPORT FOREIGN SCHEMA survey LIMIT TO (image_outline, image, band)
FROM SERVER epochdb INTO epochdb_remote OPTIONS (import_collate 'false', import_generated 'false');
COMMIT;
