-- Which indexes would gain by being built anew? Entries that come in any order leave pages two thirds full,
-- and a light curve that grows by an epoch a night leaves them half full behind it, where one just built
-- keeps a tenth free. A row's entry takes, with its share of a page just built, 50 bytes on the positions of
-- sources (64 to 66 as loads leave it) and 40 in the key of detections (59 after three hundred nights).
-- The key is large and loosens again within some tens of nights, so more is let pass there. Below a
-- megabyte it makes no difference. Indexes are known by their names, for one built anew beside the
-- old has another number.
CREATE FUNCTION upkeep.loose_indexes()
RETURNS TABLE (index_name text, index_bytes bigint, compact_bytes bigint)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        i.relname::text AS index_name, pg_relation_size(i.oid) AS index_bytes,
        (e.row_bytes * t.reltuples)::bigint AS compact_bytes
    FROM (
        VALUES
            ('survey.source', 'source_zone_idx', 50, 57),
            ('survey.detection', 'detection_pkey', 40, 50)
    ) AS e (table_name, index_name, row_bytes, row_bytes_max)
    INNER JOIN pg_class AS t ON t.oid = e.table_name::regclass
    INNER JOIN pg_index AS x ON x.indrelid = t.oid
    INNER JOIN pg_class AS i ON i.oid = x.indexrelid AND i.relname = e.index_name
    WHERE pg_relation_size(i.oid) > greatest(1048576, e.row_bytes_max * t.reltuples);
END;

COMMENT ON FUNCTION upkeep.loose_indexes() IS
'The indexes that take a seventh, the key of detections a quarter, more room than if they were just built; the housekeeping then builds them anew.
index_name: The index, in schema survey. [] {meta.id;meta.main}
index_bytes: What it takes. [byte] {phys.size;meta.file}
compact_bytes: About what it would take. [byte] {phys.size;meta.file}
Sample call: SELECT * FROM upkeep.loose_indexes();';
