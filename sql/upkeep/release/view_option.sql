-- How the views that give tables as a release has them are made: as any view. On a cluster otherwise:
-- sql/citus/release.sql.
CREATE FUNCTION upkeep.view_option()
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '';

COMMENT ON FUNCTION upkeep.view_option() IS
'What stands between name and query where a view of a table as of a release is made.
Sample call: SELECT upkeep.view_option();';
