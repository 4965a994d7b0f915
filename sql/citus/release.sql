-- What releases need on a cluster: two functions in another form, with which those that there are are then
-- opened anew.
--
-- upkeep.view_option: as a security barrier a view stays a query of its own while the coordinator plans.
-- Citus does not send a union of two tables to the shards when an outer join stands beside it in one query,
-- and fetches both tables whole. What the shards are sent is planned there as if it were no barrier.
CREATE OR REPLACE FUNCTION upkeep.view_option()
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ' WITH (security_barrier)';

-- upkeep.kept_as_of: a query that gives a value, in a condition beside a union, has both parts of the union
-- fetched, too; joins do not. Which rows there are is said by upkeep/release/kept_as_of.sql.
CREATE OR REPLACE FUNCTION upkeep.kept_as_of(table_name text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    CASE kept_as_of.table_name WHEN 'source_variability' THEN
        ' WHERE NOT EXISTS (SELECT 1 FROM survey.release_range AS r'
        ' WHERE r.table_name = ''source_variability'' AND r.release_id >= %5$s AND u.release_to = 2147483647'
        ' AND r.source_id_min <= u.source_id AND r.source_id_max >= u.source_id)'
    ELSE
        ' INNER JOIN survey.release_image AS m ON m.image_id = '
        || CASE kept_as_of.table_name WHEN 'source' THEN 'u.first_image_id' ELSE 'u.image_id' END
        || ' AND m.release_from <= %5$s AND m.release_to >= %5$s'
        || CASE kept_as_of.table_name WHEN 'source' THEN
            ' LEFT JOIN survey.%4$I AS h ON h.source_id = u.source_id AND u.release_to = 2147483647'
            ' AND h.release_to >= %5$s AND h.release_to < 2147483647'
            ' WHERE h.source_id IS NULL AND'
            ELSE ' WHERE' END
        || ' (u.release_to < 2147483647 OR m.release_to = 2147483647)'
    END
    || ' AND u.release_from <= %5$s AND u.release_to >= %5$s';

SELECT upkeep.close_releases();
SELECT upkeep.open_release(r.release_id) FROM survey.data_release AS r ORDER BY r.release_id;
