-- Makes the schemas in which every answer stands as of a release: one of the release's name with all of
-- schema science, and one with _survey after it for the tables and what answers are made of. Views and
-- functions are made from the very definitions of now, read from the server's catalogue, with the release's
-- schemas in place of ours, so that there is no second text of any rule and nothing now depends on a
-- release. After an upgrade they are made anew.
--
-- The loader, who calls it, may create no schema, hence SECURITY DEFINER. In a cluster views and functions
-- are on the coordinator alone; a server without Citus takes that setting for one that it does not know.
CREATE FUNCTION upkeep.open_release(release_id integer)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning
AS $$
DECLARE
    answers text := (
        SELECT r.schema_name FROM survey.data_release AS r WHERE r.release_id = open_release.release_id
    );
    tables text := answers || '_survey';
    released_names text := (
        SELECT string_agg(DISTINCT o.object_name, '|') FROM upkeep.released_objects() AS o
    );
    released record;
BEGIN
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true);
    EXECUTE format('CREATE SCHEMA %I', answers);
    EXECUTE format('CREATE SCHEMA %I', tables);
    FOR released IN SELECT t.table_name FROM upkeep.released_tables() AS t LOOP
        EXECUTE format(
            'CREATE VIEW %I.%I%s AS %s', tables, released.table_name, upkeep.view_option(),
            upkeep.view_as_of(released.table_name, open_release.release_id)
        );
    END LOOP;
    FOR released IN
        SELECT
            o.kind, o.arguments, o.object_name,
            CASE o.schema_name WHEN 'science' THEN answers ELSE tables END AS schema_name,
            regexp_replace(regexp_replace(regexp_replace(
                CASE o.kind
                    WHEN 'VIEW'
                    THEN format('CREATE VIEW science.%I AS %s', o.object_name, pg_get_viewdef(o.object_id))
                    ELSE pg_get_functiondef(o.object_id)
                END,
                '\msurvey\.', quote_ident(tables) || '.', 'g'),
                '\mscience\.(' || released_names || ')\M', quote_ident(answers) || '.\1', 'g'),
                '\mupkeep\.(' || released_names || ')\M', quote_ident(tables) || '.\1', 'g'
            ) AS definition,
            obj_description(o.object_id, CASE o.kind WHEN 'VIEW' THEN 'pg_class' ELSE 'pg_proc' END) AS comment
        FROM upkeep.released_objects() AS o
    LOOP
        EXECUTE released.definition;
        EXECUTE format(
            'COMMENT ON %s %I.%I%s IS %L', released.kind, released.schema_name, released.object_name,
            released.arguments, released.comment
        );
    END LOOP;
    PERFORM upkeep.describe_release(open_release.release_id);
END
$$;

COMMENT ON FUNCTION upkeep.open_release(integer) IS
'Makes the schemas with every answer as of a release, given its number; part of making it and of an upgrade.
Sample call: SELECT upkeep.open_release(r.release_id) FROM survey.data_release AS r WHERE false;';
