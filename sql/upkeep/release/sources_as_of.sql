-- The query that gives survey.source as a release has it, for upkeep.view_as_of to fill in columns (%1$s of
-- both, %2$s of each), tables (%3$I, and copies %4$I) and the release's number (%5$s).
--
-- A source is told by the image that it rests on and by its copies, for few are copied; under OR, and with a
-- condition on both, each is looked up by itself, which is never slow, where statistics of copies just made
-- would mislead a join. A cluster takes a join alone: sql/citus/sources_as_of.sql.
CREATE FUNCTION upkeep.sources_as_of()
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    'SELECT %1$s FROM (SELECT %2$s, 0 AS release_from, 2147483647 AS release_to'
    ' FROM survey.%3$I AS t UNION ALL'
    ' SELECT %2$s, t.release_from, t.release_to FROM survey.%4$I AS t) AS u'
    ' WHERE u.release_from <= %5$s AND u.release_to >= %5$s AND (u.release_to < 2147483647 OR NOT '
    'u.first_image_id::bigint <@ (SELECT int8multirange(int8range(NULL, NULL)) - coalesce(range_agg('
    'int8range(m.image_id, m.image_id, ''[]'')), ''{}'') FROM survey.release_image AS m'
    ' WHERE m.release_from <= %5$s AND m.release_to = 2147483647))'
    ' AND (u.release_to < 2147483647 OR NOT EXISTS (SELECT 1 FROM survey.%4$I AS h'
    ' WHERE h.source_id = u.source_id AND h.release_to >= %5$s AND h.release_to < u.release_to))';

COMMENT ON FUNCTION upkeep.sources_as_of() IS
'The query that gives the sources as a release has them, in the form of format(): columns, table, copies and number are to be filled in.
Sample call: SELECT upkeep.sources_as_of();';
