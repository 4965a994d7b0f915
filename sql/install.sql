-- The psql road: psql -v ON_ERROR_STOP=1 -d DATABASE -f sql/install.sql
-- installs everything into a database that has no EpochDB yet, in one transaction. An upgrade goes by Alembic
-- (python -m db upgrade), which finds this installation at the right revision.
\set ON_ERROR_STOP on
BEGIN;
\ir foundation.sql
\ir logins.sql
\ir registry.sql
\ir tables/0001_survey.sql
\ir tables/0002_model.sql
\ir tables/0003_calibration.sql
\ir tables/0004_sky.sql
\ir tables/0005_class.sql
\ir tables/0006_description.sql
\ir tables/0007_frame.sql
\ir tables/0008_release.sql
INSERT INTO survey.schema_version (version_num) VALUES ('0008');
\ir replaceable.sql
COMMIT;
