-- Would the index of positions gain by being built anew? An entry takes 44 bytes, 50 with the tenth of
-- each page that stays free in an index just built. Sources come in any order, and pages that are filled
-- so are two thirds full: 64 to 66 bytes. Below a megabyte it makes no difference. The index is known by its
-- name, for one built anew beside the old has another number.
CREATE FUNCTION upkeep.sky_index_is_loose()
RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT pg_relation_size(i.oid) > greatest(1048576, 57 * t.reltuples)
    FROM pg_class AS t
    INNER JOIN pg_index AS x ON x.indrelid = t.oid
    INNER JOIN pg_class AS i ON i.oid = x.indexrelid
    WHERE t.oid = 'survey.source'::regclass AND i.relname = 'source_zone_idx';
END;

COMMENT ON FUNCTION upkeep.sky_index_is_loose() IS
'Whether the index on the positions of the sources takes a seventh more room than one just built; the housekeeping then builds it anew.
Sample call: SELECT upkeep.sky_index_is_loose();';
