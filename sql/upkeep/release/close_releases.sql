-- Takes the schemas of all releases away, or of one: what an upgrade begins with and forgetting a release
-- ends with. What somebody built on them is named by the error that refuses it.
CREATE FUNCTION upkeep.close_releases(release_name text DEFAULT '')
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    closed text;
BEGIN
    FOR closed IN
        SELECT r.schema_name
        FROM survey.data_release AS r
        WHERE close_releases.release_name IN ('', r.name)
    LOOP
        EXECUTE format('DROP SCHEMA IF EXISTS %I, %I CASCADE', closed, closed || '_survey');
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.close_releases(text) IS
'Takes the schemas of a release, or of all, away; its data stay, and upkeep.open_release makes them anew.
Sample call: SELECT upkeep.close_releases(''DR1'');';
