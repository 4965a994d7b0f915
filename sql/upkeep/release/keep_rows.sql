-- Copies rows of a summary to its history, those between two source_id that meet a condition and that the
-- last release has and no copy shows: each at most once for a release.
--
-- Since when is a row as it is? Since the last copy of it, and not before the image that it rests on (of a
-- source the earliest, of a light curve the strongest) was in: of what is newer than the release that image
-- is no part of it. Conditions and tables are the callers' alone, never a user's.
CREATE FUNCTION upkeep.keep_rows(
    table_name text, release_id integer, source_id_min bigint, source_id_max bigint, condition text
)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SET jit = off
AS $$
DECLARE
    keys text := CASE keep_rows.table_name
        WHEN 'source' THEN 'source_id' ELSE 'source_id, band, calibration' END;
    resting_on text := CASE keep_rows.table_name
        WHEN 'source' THEN 'first_image_id' ELSE 'strongest_image_id' END;
    n_copied bigint;
BEGIN
    EXECUTE pg_catalog.format(
        $query$
        WITH image AS MATERIALIZED (
            SELECT m.image_id, m.release_from
            FROM survey.release_image AS m
            WHERE m.release_to = 2147483647 AND m.release_from <= $1
        ),
        copied AS (
            SELECT %1$s, max(h.release_to) AS release_to
            FROM survey.%2$I AS h
            WHERE h.source_id BETWEEN $2 AND $3
            GROUP BY %1$s
        )
        INSERT INTO survey.%2$I (%3$s, release_from, release_to)
        SELECT %4$s, greatest(coalesce(h.release_to, 0) + 1, coalesce(m.release_from, 1)), $1
        FROM survey.%5$I AS t
        LEFT JOIN image AS m ON m.image_id = t.%6$I
        LEFT JOIN copied AS h USING (%1$s)
        WHERE
            t.source_id BETWEEN $2 AND $3
            AND (m.image_id IS NOT NULL OR t.%6$I IS NULL)
            AND coalesce(h.release_to, 0) < $1
            AND %7$s
        $query$,
        keys, keep_rows.table_name || '_history', upkeep.columns_of(keep_rows.table_name, ''),
        upkeep.columns_of(keep_rows.table_name, 't.'), keep_rows.table_name, resting_on, keep_rows.condition
    ) USING keep_rows.release_id, keep_rows.source_id_min, keep_rows.source_id_max;
    GET DIAGNOSTICS n_copied = ROW_COUNT;
    RETURN n_copied;
END
$$;

COMMENT ON FUNCTION upkeep.keep_rows(text, integer, bigint, bigint, text) IS
'Copies rows of a summary (source or source_variability) between two source_id to its history for a release; gives their number.
Sample call: SELECT upkeep.keep_rows(''source'', 1, 0, 9999, ''true'');';
