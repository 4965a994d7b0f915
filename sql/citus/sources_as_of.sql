-- upkeep.sources_as_of as a cluster needs it, where a correlated query stands beside no union: copies are
-- joined by source_id, on the shard. Which sources there are is said by upkeep/release/sources_as_of.sql.
-- The releases that there are are then opened anew, with it.
CREATE OR REPLACE FUNCTION upkeep.sources_as_of()
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    'SELECT %1$s FROM (SELECT %2$s, 0 AS release_from, 2147483647 AS release_to'
    ' FROM survey.%3$I AS t UNION ALL'
    ' SELECT %2$s, t.release_from, t.release_to FROM survey.%4$I AS t) AS u'
    ' LEFT JOIN survey.%4$I AS h ON h.source_id = u.source_id AND u.release_to = 2147483647'
    ' AND h.release_to >= %5$s AND h.release_to < 2147483647'
    ' WHERE u.release_from <= %5$s AND u.release_to >= %5$s AND (u.release_to < 2147483647 OR NOT '
    'u.first_image_id::bigint <@ (SELECT int8multirange(int8range(NULL, NULL)) - coalesce(range_agg('
    'int8range(m.image_id, m.image_id, ''[]'')), ''{}'') FROM survey.release_image AS m'
    ' WHERE m.release_from <= %5$s AND m.release_to = 2147483647))'
    ' AND h.source_id IS NULL';

SELECT upkeep.close_releases();
SELECT upkeep.open_release(r.release_id) FROM survey.data_release AS r ORDER BY r.release_id;
