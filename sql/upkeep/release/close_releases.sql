-- Takes the schemas of all releases away, or of one: what an upgrade begins with and forgetting a release
-- ends with. Views of others that use them are not taken along: they are named, and nothing is done.
CREATE FUNCTION upkeep.close_releases(release_name text DEFAULT '')
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    closed text;
    dependents text;
BEGIN
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true);
    FOR closed IN
        SELECT r.schema_name
        FROM survey.data_release AS r
        WHERE close_releases.release_name IN ('', r.name)
    LOOP
        SELECT string_agg(DISTINCT v.oid::regclass::text, ', ') INTO dependents
        FROM pg_catalog.pg_class AS t
        INNER JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid
        INNER JOIN pg_catalog.pg_rewrite AS w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
        INNER JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class
        WHERE
            t.relnamespace::regnamespace::text IN (closed, closed || '_survey')
            AND v.relnamespace::regnamespace::text NOT IN (closed, closed || '_survey');
        IF dependents IS NOT NULL THEN
            RAISE dependent_objects_still_exist
            USING MESSAGE = format('views of others use the schemas of release %s: %s', closed, dependents),
                  HINT = 'Drop them, and create them again afterwards (pg_dump -t saves a definition).';
        END IF;
        EXECUTE format('DROP SCHEMA IF EXISTS %I, %I CASCADE', closed, closed || '_survey');
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.close_releases(text) IS
'Takes the schemas of a release, or of all, away; its data stay, and upkeep.open_release makes them anew.
Sample call: SELECT upkeep.close_releases(''DR1'');';
