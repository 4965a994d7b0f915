-- The psql road of python -m db distribute, on the coordinator as superuser:
-- psql -v ON_ERROR_STOP=1 -d DATABASE -f sql/citus/distribute.sql
-- moves each table to where it belongs, with its rows. It is run again after an upgrade. Into how many shards:
-- PGOPTIONS='-c epochdb.shard_count=64', else citus.shard_count. Own views on schema science go with it: the
-- Python road refuses instead.
\set ON_ERROR_STOP on
\ir require_cluster.sql
\ir roles.sql
BEGIN;
\ir ../foundation.sql
\ir ../registry.sql
DROP SCHEMA IF EXISTS tap_schema CASCADE;
DROP SCHEMA IF EXISTS science, upkeep CASCADE;
DELETE FROM survey.science_version;
RESET ROLE;
\ir places.sql
\ir tables.sql
SET LOCAL epochdb.is_distributed = off;
SET LOCAL ROLE epochdb_owner;
\ir ../replaceable.sql
COMMIT;
-- When the workers know the tables: rights, and what only a cluster needs
BEGIN;
SET LOCAL ROLE epochdb_owner;
SET LOCAL epochdb.is_distributed = on;
SET LOCAL citus.enable_ddl_propagation = on;
\ir ../grants.sql
SET LOCAL citus.enable_ddl_propagation = off;
\ir merge_source_variability.sql
\ir merge_sources.sql
\ir workers.sql
COMMIT;
