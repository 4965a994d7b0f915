-- The query that gives a table of the survey as a release has it, with the same columns in the same order.
--
-- A row that was kept is there if the release is one of those that it is kept for. A row of now is there if
-- it has not changed since, which ranges of numbers tell: of what goes with a catalogue, those of the images
-- that the release has not in this version; of light curves, those of the sources whose light curves were
-- copied before something changed in them; of sources, upkeep.sources_as_of says which. Ranges are asked as
-- NOT ... <@, which the planner takes for likely. Table and copies are appended, so that a caller's
-- conditions and joins get to the indexes of both: no condition stands inside the union (sql/README.md).
CREATE FUNCTION upkeep.view_as_of(table_name text, release_id integer)
RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT format(
        CASE
            WHEN view_as_of.table_name = 'source' THEN upkeep.sources_as_of()
            WHEN f.kept_name IS NOT NULL THEN
                'SELECT %1$s FROM (SELECT %2$s, 0 AS release_from, 2147483647 AS release_to'
                ' FROM survey.%3$I AS t UNION ALL'
                ' SELECT %2$s, t.release_from, t.release_to FROM survey.%4$I AS t) AS u'
                ' WHERE u.release_from <= %5$s AND u.release_to >= %5$s AND (u.release_to < 2147483647 OR NOT '
                || CASE WHEN view_as_of.table_name = 'source_variability' THEN
                    'u.source_id <@ (SELECT coalesce(range_agg('
                    'int8range(r.source_id_min, r.source_id_max, ''[]'')), ''{}'') FROM survey.release_range AS r'
                    ' WHERE r.table_name = ''source_variability'' AND r.release_id >= %5$s))'
                ELSE
                    'u.image_id::bigint <@ (SELECT int8multirange(int8range(NULL, NULL)) - coalesce(range_agg('
                    'int8range(m.image_id, m.image_id, ''[]'')), ''{}'') FROM survey.release_image AS m'
                    ' WHERE m.release_from <= %5$s AND m.release_to = 2147483647))'
                END
                || CASE WHEN f.has_tie THEN
                    ' AND u.tie_id IN (SELECT r.tie_id FROM survey.release_tie AS r WHERE r.release_id = %5$s)'
                    ELSE '' END
            WHEN f.copied_name IS NOT NULL THEN 'SELECT %2$s FROM survey.%6$I AS t WHERE t.release_id = %5$s'
            ELSE 'SELECT %2$s FROM survey.%3$I AS t'
                || CASE
                    WHEN f.has_run THEN
                        ' WHERE t.run_id IN (SELECT r.run_id FROM survey.release_run AS r'
                        ' WHERE r.release_id = %5$s)'
                    WHEN f.has_noise_run THEN
                        ' WHERE t.noise_run_id IN (SELECT r.noise_run_id FROM survey.release_noise_run AS r'
                        ' WHERE r.release_id = %5$s)'
                    WHEN view_as_of.table_name = 'rejected_file' THEN
                        ' WHERE t.rejected_file_id <= (SELECT r.rejected_file_id_max'
                        ' FROM survey.data_release AS r WHERE r.release_id = %5$s)'
                    ELSE ''
                END
        END,
        upkeep.columns_of(view_as_of.table_name, 'u.'), upkeep.columns_of(view_as_of.table_name, 't.'),
        view_as_of.table_name, f.kept_name, view_as_of.release_id, f.copied_name
    )
    FROM (
        SELECT
            max(c.relname) FILTER (
                WHERE c.relname IN ('kept_' || view_as_of.table_name, view_as_of.table_name || '_history')
            ) AS kept_name,
            max(c.relname) FILTER (WHERE c.relname = 'release_' || view_as_of.table_name) AS copied_name,
            bool_or(a.attname = 'tie_id') AS has_tie,
            bool_or(a.attname = 'run_id') AS has_run,
            bool_or(a.attname = 'noise_run_id') AS has_noise_run
        FROM pg_catalog.pg_class AS c
        LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND c.relname = view_as_of.table_name
        WHERE c.relnamespace = 'survey'::regnamespace
    ) AS f;
END;

COMMENT ON FUNCTION upkeep.view_as_of(text, integer) IS
'The query that gives a table of schema survey as a release, by its number, has it.
Sample call: SELECT upkeep.view_as_of(''image'', 1);';
