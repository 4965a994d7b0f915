-- Copies sources to their history, all those between two source_id or some of them, that the last release
-- has and no copy shows: each at most once for a release. No list means all.
--
-- Since when is a row as it is? Since the last copy of it, and not before the image that it rests on, the
-- earliest, was in: of what is newer than the release that image is no part of it.
--
-- A list is unfolded, for a cluster sends what it knows to be of one shard there as a whole, CTEs with it.
CREATE FUNCTION upkeep.keep_source_rows(
    release_id integer, source_id_min bigint, source_id_max bigint, source_ids bigint[] DEFAULT NULL
)
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET jit = off
AS $$
BEGIN
    IF cardinality(keep_source_rows.source_ids) = 0 THEN
        RETURN;
    END IF;
    EXECUTE pg_catalog.format(
        $query$
        WITH image AS MATERIALIZED (
            SELECT m.image_id, m.release_from
            FROM survey.release_image AS m
            WHERE m.release_to = 2147483647 AND m.release_from <= $1
        ),
        copied AS (
            SELECT h.source_id, max(h.release_to) AS release_to
            FROM survey.source_history AS h
            WHERE h.source_id BETWEEN $2 AND $3 AND ($4 IS NULL OR h.source_id = any($4))
            GROUP BY h.source_id
        )
        INSERT INTO survey.source_history (%1$s, release_from, release_to)
        SELECT %2$s, greatest(coalesce(h.release_to, 0) + 1, m.release_from), $1
        FROM survey.source AS t
        INNER JOIN image AS m ON m.image_id = t.first_image_id
        LEFT JOIN copied AS h ON h.source_id = t.source_id
        WHERE
            t.source_id BETWEEN $2 AND $3
            AND ($4 IS NULL OR t.source_id = any(ARRAY(SELECT unnest($4))))
            AND coalesce(h.release_to, 0) < $1
        $query$,
        upkeep.columns_of('source', ''), upkeep.columns_of('source', 't.')
    ) USING
        keep_source_rows.release_id, keep_source_rows.source_id_min, keep_source_rows.source_id_max,
        keep_source_rows.source_ids;
END
$$;

COMMENT ON FUNCTION upkeep.keep_source_rows(integer, bigint, bigint, bigint[]) IS
'Copies the sources between two source_id, all or those of a list, to their history for a release.
Sample call: SELECT upkeep.keep_source_rows(1, 0, 9999);';
