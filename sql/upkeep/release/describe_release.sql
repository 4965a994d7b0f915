-- Gives the schemas of a release, their tables, views and columns the comments of their originals, and who
-- may read the answers of now the right to read these.
CREATE FUNCTION upkeep.describe_release(release_id integer)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    answers text;
    tables text;
    said record;
BEGIN
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true);
    SELECT r.schema_name, r.schema_name || '_survey' INTO answers, tables
    FROM survey.data_release AS r
    WHERE r.release_id = describe_release.release_id;
    FOR said IN
        SELECT
            CASE WHEN d.objsubid = 0 THEN 'VIEW' ELSE 'COLUMN' END AS kind,
            concat_ws('.', quote_ident(n.nspname), quote_ident(c.relname), quote_ident(a.attname)) AS name,
            d.description
        FROM pg_catalog.pg_class AS c
        INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        INNER JOIN pg_catalog.pg_description AS d
            ON d.classoid = 'pg_class'::regclass AND d.objoid = CASE
                WHEN n.nspname = tables THEN to_regclass(format('survey.%I', c.relname))
                ELSE to_regclass(format('science.%I', c.relname))
            END
        LEFT JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE n.nspname IN (answers, tables) AND c.relkind = 'v'
    LOOP
        EXECUTE format('COMMENT ON %s %s IS %L', said.kind, said.name, said.description);
    END LOOP;
    EXECUTE format(
        'COMMENT ON SCHEMA %I IS %L', answers, format('Every answer as of release %s.', answers)
    );
    EXECUTE format(
        'COMMENT ON SCHEMA %I IS %L', tables, format('The tables as of release %s, and parts of its answers.', answers)
    );
    EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %I, %I FROM PUBLIC', answers, tables);
    EXECUTE format('GRANT USAGE ON SCHEMA %I, %I TO epochdb_loader, epochdb_ml, epochdb_reader', answers, tables);
    EXECUTE format(
        'GRANT SELECT ON ALL TABLES IN SCHEMA %I, %I TO epochdb_loader, epochdb_ml, epochdb_reader', answers, tables
    );
    EXECUTE format(
        'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I, %I TO epochdb_loader, epochdb_ml, epochdb_reader',
        answers, tables
    );
END
$$;

COMMENT ON FUNCTION upkeep.describe_release(integer) IS
'Gives the schemas of a release, by its number, the comments and rights of their originals; part of opening it.
Sample call: SELECT upkeep.describe_release(r.release_id) FROM survey.data_release AS r WHERE false;';
