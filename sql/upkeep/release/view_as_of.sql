-- The query that gives a table of the survey as a release has it, with the same columns in the same order.
--
-- What goes with a catalogue is there if the release has that version of it. A summary is the copy that is
-- valid for the release if there is one; else it has not changed since, and is there if it rests on an
-- image that the release has; of a light curve without any flux, which rests on none, a copy says so. Each
-- is one scan of the table and its copies appended, so that a caller's conditions and joins get to the
-- indexes of both: no condition stands inside the union (sql/README.md). Nor does a correlated query say
-- which copy is the earliest, which a cluster refuses beside a union.
CREATE FUNCTION upkeep.view_as_of(table_name text, release_id integer)
RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT format(
        CASE
            WHEN view_as_of.table_name = 'source' THEN
                'SELECT %1$s FROM (SELECT %2$s, 0 AS release_from, 2147483647 AS release_to'
                ' FROM survey.source AS t UNION ALL'
                ' SELECT %2$s, t.release_from, t.release_to FROM survey.source_history AS t) AS u'
                ' INNER JOIN survey.release_image AS m ON m.image_id = u.first_image_id'
                ' AND m.release_from <= %5$s AND m.release_to >= %5$s'
                ' AND (m.release_to = 2147483647 OR u.release_to < 2147483647)'
                ' LEFT JOIN survey.source_history AS h ON h.source_id = u.source_id'
                ' AND h.release_to >= %5$s AND h.release_to < u.release_to'
                ' WHERE u.release_from <= %5$s AND u.release_to >= %5$s AND h.source_id IS NULL'
            WHEN view_as_of.table_name = 'source_variability' THEN
                'SELECT %1$s FROM (SELECT %2$s, 0 AS release_from, 2147483647 AS release_to'
                ' FROM survey.source_variability AS t UNION ALL SELECT %2$s, t.release_from, t.release_to'
                ' FROM survey.source_variability_history AS t) AS u'
                ' LEFT JOIN survey.release_image AS m ON m.image_id = u.strongest_image_id'
                ' AND m.release_from <= %5$s AND m.release_to >= %5$s'
                ' LEFT JOIN survey.source_variability_history AS h'
                ' ON h.source_id = u.source_id AND h.band = u.band AND h.calibration = u.calibration'
                ' AND h.release_to >= %5$s AND h.release_to < u.release_to'
                ' WHERE u.release_from <= %5$s AND u.release_to >= %5$s AND h.source_id IS NULL'
                ' AND (u.strongest_image_id IS NULL OR u.release_to < 2147483647 OR m.release_to = 2147483647)'
                ' AND (u.calibration = ''c'' OR u.band IN (SELECT r.band FROM survey.release_tie AS r'
                ' WHERE r.release_id = %5$s AND r.is_current))'
            WHEN f.is_kept THEN
                'SELECT %1$s FROM (SELECT %2$s, true AS is_current, 0 AS release_to FROM survey.%3$I AS t'
                ' UNION ALL SELECT %2$s, false, t.release_to FROM survey.%4$I AS t) AS u'
                ' INNER JOIN survey.release_image AS m ON m.image_id = u.image_id'
                ' AND m.release_from <= %5$s AND m.release_to >= %5$s'
                -- The planner takes an equality of unknowns for rare, and this for a half
                ' AND (u.is_current AND m.release_to = 2147483647 OR m.release_to = u.release_to)'
                || CASE WHEN f.has_tie THEN
                    ' WHERE u.tie_id IN (SELECT r.tie_id FROM survey.release_tie AS r WHERE r.release_id = %5$s)'
                    ELSE '' END
            WHEN f.is_copied THEN 'SELECT %2$s FROM survey.%4$I AS t WHERE t.release_id = %5$s'
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
        upkeep.columns_of(view_as_of.table_name, 'u.'),
        upkeep.columns_of(view_as_of.table_name, 't.'),
        view_as_of.table_name,
        CASE WHEN f.is_kept THEN 'kept_' ELSE 'release_' END || view_as_of.table_name,
        view_as_of.release_id
    )
    FROM (
        SELECT
            to_regclass('survey.kept_' || view_as_of.table_name) IS NOT NULL AS is_kept,
            to_regclass('survey.release_' || view_as_of.table_name) IS NOT NULL AS is_copied,
            bool_or(a.attname = 'tie_id') AS has_tie,
            bool_or(a.attname = 'run_id') AS has_run,
            bool_or(a.attname = 'noise_run_id') AS has_noise_run
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = to_regclass('survey.' || view_as_of.table_name)
    ) AS f;
END;

COMMENT ON FUNCTION upkeep.view_as_of(text, integer) IS
'The query that gives a table of schema survey as a release, by its number, has it.
Sample call: SELECT upkeep.view_as_of(''image'', 1);';
