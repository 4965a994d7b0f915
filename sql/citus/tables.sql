-- Puts every table where places.sql says that it belongs, with its rows, unless it is there. Views and
-- functions must be out of the way. Comments, which get lost where a table is made anew, are given again.
DO $$
DECLARE
    moved record;
    first_distributed regclass;
    comments text[];
    comment text;
    bonds text[];
    bond text;
    numbers text[];
    number text;
BEGIN
    PERFORM
        pg_catalog.set_config('citus.multi_shard_modify_mode', 'sequential', true),
        pg_catalog.set_config('citus.enable_ddl_propagation', 'on', true);
    comments := ARRAY(
        SELECT pg_catalog.format(
            'COMMENT ON %s IS %L',
            CASE WHEN d.objsubid = 0 THEN pg_catalog.format('TABLE %s', d.objoid::regclass)
                ELSE pg_catalog.format('COLUMN %s.%I', d.objoid::regclass, a.attname) END,
            d.description
        )
        FROM pg_catalog.pg_description AS d
        INNER JOIN pg_catalog.pg_class AS c
            ON c.oid = d.objoid AND c.relkind = 'r' AND c.relnamespace = 'survey'::regnamespace
        LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
        WHERE d.classoid = 'pg_class'::regclass
    );
    -- Numbers go on where they were: a table that is made anew would begin at one
    numbers := ARRAY(
        SELECT
            pg_catalog.format(
                'SELECT pg_catalog.setval(%1$L, greatest(%2$s, pg_catalog.pg_sequence_last_value(%1$L)))',
                pg_catalog.format('%I.%I', q.schemaname, q.sequencename), q.last_value
            )
        FROM pg_catalog.pg_sequences AS q
        WHERE q.schemaname = 'survey' AND q.last_value IS NOT NULL
    );
    -- Of two tables that are to be distributed one comes first: what ties them is taken off meanwhile
    bonds := ARRAY(
        SELECT pg_catalog.format(
            'ALTER TABLE %s ADD CONSTRAINT %I %s', f.conrelid::regclass, f.conname,
            pg_catalog.pg_get_constraintdef(f.oid)
        )
        FROM pg_catalog.pg_constraint AS f
        INNER JOIN table_place AS t ON t.table_name::regclass = f.confrelid AND t.place = 'distributed'
        WHERE
            f.contype = 'f'
            AND NOT EXISTS (
                SELECT 1
                FROM pg_catalog.pg_dist_partition AS p
                WHERE p.logicalrelid = f.conrelid AND p.partmethod = 'h'
            )
    );
    FOREACH bond IN ARRAY bonds LOOP
        EXECUTE pg_catalog.regexp_replace(bond, ' ADD CONSTRAINT (\S+) .*$', ' DROP CONSTRAINT \1');
    END LOOP;
    FOR moved IN
        SELECT t.table_name, t.place
        FROM table_place AS t
        WHERE
            t.place IN ('reference', 'distributed')
            AND NOT EXISTS (
                SELECT 1
                FROM pg_catalog.pg_dist_partition AS p
                WHERE
                    p.logicalrelid = t.table_name::regclass
                    AND (p.partmethod = 'h' OR p.repmodel = 't')
            )
        ORDER BY t.place DESC, t.depth, t.table_name <> 'survey.detection', t.table_name
    LOOP
        first_distributed := (
            SELECT min(p.logicalrelid::oid) FROM pg_catalog.pg_dist_partition AS p
            INNER JOIN pg_catalog.pg_class AS c ON c.oid = p.logicalrelid
            WHERE p.partmethod = 'h' AND c.relnamespace = 'survey'::regnamespace
        );
        IF moved.place = 'reference' THEN
            PERFORM pg_catalog.create_reference_table(moved.table_name::regclass);
        ELSIF first_distributed IS NULL THEN
            PERFORM pg_catalog.create_distributed_table(
                moved.table_name::regclass, 'source_id', colocate_with => 'none',
                shard_count => coalesce(
                    nullif(pg_catalog.current_setting('epochdb.shard_count', true), ''),
                    pg_catalog.current_setting('citus.shard_count')
                )::integer
            );
        ELSE
            PERFORM pg_catalog.create_distributed_table(
                moved.table_name::regclass, 'source_id', colocate_with => first_distributed::text
            );
        END IF;
    END LOOP;
    FOREACH bond IN ARRAY bonds LOOP
        EXECUTE bond;
    END LOOP;
    FOREACH number IN ARRAY numbers LOOP
        EXECUTE number;
    END LOOP;
    -- What was copied to the shards lies unseen in the coordinator's files until it is taken away
    FOR moved IN SELECT t.table_name FROM table_place AS t WHERE t.place = 'distributed' LOOP
        IF pg_catalog.pg_relation_size(moved.table_name::regclass) > 0 THEN
            PERFORM pg_catalog.truncate_local_data_after_distributing_table(moved.table_name::regclass);
        END IF;
    END LOOP;
    PERFORM pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true);
    FOREACH comment IN ARRAY comments LOOP
        EXECUTE comment;
    END LOOP;
END
$$;
