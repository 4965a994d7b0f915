-- Copies all light curves between two source_id to their history for the last release, but where that has
-- been done already, and gives their number: what a load after the first has to look at is one small table.
-- Nearly all of them change anyway, and which ranges were copied then tells of every row whether a release
-- has it as it is.
--
-- Since when is a row as it is? Ranges were copied before whatever changed in them. What is in a range that
-- was copied for release n and for none since may have changed after n alone, so it has been since n + 1;
-- what is in none, always.
CREATE FUNCTION upkeep.keep_light_curves(release_id integer, source_id_min bigint, source_id_max bigint)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SET jit = off
AS $$
DECLARE
    part record;
    n_copied bigint;
    n_all bigint := 0;
BEGIN
    FOR part IN
        WITH copied AS (
            SELECT r.release_id, range_agg(int8range(r.source_id_min, r.source_id_max, '[]')) AS ranges
            FROM survey.release_range AS r
            WHERE
                r.table_name = 'source_variability'
                AND r.source_id_min <= keep_light_curves.source_id_max
                AND r.source_id_max >= keep_light_curves.source_id_min
            GROUP BY r.release_id
            UNION ALL
            SELECT 0, int8multirange(int8range(NULL, NULL))
        ),
        unchanged AS (
            SELECT
                c.release_id,
                c.ranges * int8multirange(
                    int8range(keep_light_curves.source_id_min, keep_light_curves.source_id_max, '[]')
                ) - coalesce(range_agg(c.ranges) OVER later, '{}') AS ranges
            FROM copied AS c
            WINDOW later AS (ORDER BY c.release_id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        )
        SELECT u.release_id + 1 AS release_from, lower(r.range) AS id_min, upper(r.range) - 1 AS id_max
        FROM unchanged AS u
        CROSS JOIN LATERAL unnest(u.ranges) AS r (range)
        WHERE u.release_id < keep_light_curves.release_id
    LOOP
        EXECUTE pg_catalog.format(
            'INSERT INTO survey.source_variability_history (%s, release_from, release_to)'
            ' SELECT %s, $1, $2 FROM survey.source_variability AS t WHERE t.source_id BETWEEN $3 AND $4',
            upkeep.columns_of('source_variability', ''), upkeep.columns_of('source_variability', 't.')
        ) USING part.release_from, keep_light_curves.release_id, part.id_min, part.id_max;
        GET DIAGNOSTICS n_copied = ROW_COUNT;
        n_all := n_all + n_copied;
        INSERT INTO survey.release_range (release_id, table_name, source_id_min, source_id_max)
        VALUES (keep_light_curves.release_id, 'source_variability', part.id_min, part.id_max);
    END LOOP;
    RETURN n_all;
END
$$;

COMMENT ON FUNCTION upkeep.keep_light_curves(integer, bigint, bigint) IS
'Copies the summaries of light curves between two source_id to their history for a release, where that has not been done; gives their number.
Sample call: SELECT upkeep.keep_light_curves(r.release_id, 0, 9999) FROM survey.data_release AS r;';
