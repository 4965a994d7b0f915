-- Copies all sources between two source_id for the last release, but for ranges where that has been done
-- already: what a load after the first has to look at is one small table.
CREATE FUNCTION upkeep.keep_sources(release_id integer, source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    open_range int8range;
BEGIN
    FOR open_range IN
        SELECT u.part
        FROM (
            SELECT
                int8multirange(int8range(keep_sources.source_id_min, keep_sources.source_id_max, '[]'))
                - coalesce(
                    range_agg(int8range(r.source_id_min, r.source_id_max, '[]')), '{}'::int8multirange
                ) AS parts
            FROM survey.release_range AS r
            WHERE r.release_id = keep_sources.release_id AND r.table_name = 'source'
        ) AS o
        CROSS JOIN LATERAL unnest(o.parts) AS u (part)
    LOOP
        PERFORM upkeep.keep_source_rows(keep_sources.release_id, lower(open_range), upper(open_range) - 1);
        INSERT INTO survey.release_range (release_id, table_name, source_id_min, source_id_max)
        VALUES (keep_sources.release_id, 'source', lower(open_range), upper(open_range) - 1);
    END LOOP;
END
$$;

COMMENT ON FUNCTION upkeep.keep_sources(integer, bigint, bigint) IS
'Copies the sources between two source_id to their history for a release, where that has not been done.
Sample call: SELECT upkeep.keep_sources(r.release_id, 0, 9999) FROM survey.data_release AS r;';
