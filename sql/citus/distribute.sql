-- The psql road of python -m db distribute, on the coordinator as superuser:
--     psql -v ON_ERROR_STOP=1 -d DATABASE -f sql/citus/distribute.sql
-- moves each table to where it belongs, with its rows. It is run again after an upgrade. Into how many
-- shards: PGOPTIONS='-c epochdb.shard_count=64', else citus.shard_count. A node is added by -v host=HOST
-- -v port=PORT. Own views on schema science go with it: the Python road refuses instead.
\set ON_ERROR_STOP on
\ir require_cluster.sql
\ir roles.sql
BEGIN;
\ir ../foundation.sql
\ir ../registry.sql
SELECT pg_catalog.to_regprocedure('upkeep.close_releases(text)') IS NOT NULL AS has_releases \gset
\if :has_releases
SELECT upkeep.close_releases();
\endif
DROP SCHEMA IF EXISTS tap_schema CASCADE;
DROP SCHEMA IF EXISTS science CASCADE;
DROP SCHEMA IF EXISTS upkeep CASCADE;
DELETE FROM survey.science_version;
RESET ROLE;
\if :{?host}
SELECT pg_catalog.citus_add_node(:'host', :port);
\endif
\ir places.sql
\ir tables.sql
SELECT pg_catalog.set_config('epochdb.is_distributed', 'off', true) AS is_distributed;
SET LOCAL ROLE epochdb_owner;
\ir ../replaceable.sql
COMMIT;
-- When the workers know the tables: rights, and what only a cluster needs
BEGIN;
SET LOCAL ROLE epochdb_owner;
SELECT pg_catalog.set_config('epochdb.is_distributed', 'on', true) AS is_distributed;
SELECT pg_catalog.set_config('citus.enable_ddl_propagation', 'on', true) AS enable_ddl_propagation;
\ir ../grants.sql
SELECT pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true) AS enable_ddl_propagation;
\ir merge_source_variability.sql
\ir source_from_detections.sql
\ir merge_sources.sql
\ir sources_near.sql
\ir release.sql
\ir workers.sql
COMMIT;
