-- The query that gives a table of the survey as a release has it, with the same columns in the same order.
--
-- A row that was kept is there if the release is one of those that it is kept for. A row of now is there if
-- it has not changed since, of which upkeep.kept_as_of tells. Table and copies are appended, so that a
-- caller's conditions and joins get to the indexes of both: no condition stands inside the union
-- (sql/README.md).
CREATE FUNCTION upkeep.view_as_of(table_name text, release_id integer)
RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT format(
        CASE
            WHEN f.kept_name IS NOT NULL THEN
                'SELECT %1$s FROM (SELECT %2$s, 0 AS release_from, 2147483647 AS release_to'
                ' FROM survey.%3$I AS t UNION ALL'
                ' SELECT %2$s, t.release_from, t.release_to FROM survey.%4$I AS t) AS u'
                || upkeep.kept_as_of(view_as_of.table_name)
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
