-- Which rows of a table and its copies, appended as u, a release has: the condition, for upkeep.view_as_of to
-- fill in the copies' name (%4$I) and the release's number (%5$s).
--
-- Which rows of now have changed since is told by ranges of numbers: images that the release has not in this
-- version, sources whose light curves were copied; where all were, the table is not looked at (a condition
-- without columns: upkeep.keep_all). A source is told by the image that it rests on and by its
-- copies, for few are copied; under OR it is no join, which statistics of copies just made would mislead, and
-- the planner looks each up by itself, or all in a hash where many are asked for. Ranges are asked as
-- NOT ... <@, which the planner takes for likely. A cluster takes joins alone: sql/citus/release.sql.
CREATE FUNCTION upkeep.kept_as_of(table_name text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    ' WHERE u.release_from <= %5$s AND u.release_to >= %5$s AND (u.release_to < 2147483647 OR NOT '
    || CASE kept_as_of.table_name WHEN 'source_variability' THEN
        'u.source_id <@ (SELECT coalesce(range_agg('
        'int8range(r.source_id_min, r.source_id_max, ''[]'')), ''{}'') FROM survey.release_range AS r'
        ' WHERE r.table_name = ''source_variability'' AND r.release_id >= %5$s))'
        ' AND (u.release_to < 2147483647 OR (SELECT NOT coalesce(range_agg('
        'int8range(r.source_id_min, r.source_id_max, ''[]'')), ''{}'')'
        ' @> int8range(''-9223372036854775808'', ''9223372036854775806'', ''[]'') FROM survey.release_range AS r'
        ' WHERE r.table_name = ''source_variability'' AND r.release_id >= %5$s))'
    ELSE
        CASE kept_as_of.table_name WHEN 'source' THEN 'u.first_image_id' ELSE 'u.image_id' END
        || '::bigint <@ (SELECT int8multirange(int8range(NULL, NULL)) - coalesce(range_agg('
        'int8range(m.image_id, m.image_id, ''[]'')), ''{}'') FROM survey.release_image AS m'
        ' WHERE m.release_from <= %5$s AND m.release_to = 2147483647))'
    END
    || CASE kept_as_of.table_name WHEN 'source' THEN
        ' AND (u.release_to < 2147483647 OR NOT EXISTS (SELECT 1 FROM survey.%4$I AS h'
        ' WHERE h.source_id = u.source_id AND h.release_to >= %5$s))'
        ELSE '' END;

COMMENT ON FUNCTION upkeep.kept_as_of(text) IS
'Which rows of a table and its copies, appended, a release has; the copies'' name and the number are to be filled in by format().
Sample call: SELECT upkeep.kept_as_of(''image'');';
