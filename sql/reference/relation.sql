-- Which tables and views are there, what does each hold, and which keys tie them together?
SELECT
    t.schema_name,
    t.table_name,
    t.table_type,
    t.description,
    (
        SELECT array_agg(pg_get_constraintdef(k.oid) ORDER BY position(k.contype IN 'puf'), k.conname)
        FROM pg_catalog.pg_constraint AS k
        WHERE k.conrelid = t.table_name::regclass AND k.contype IN ('p', 'u', 'f')
    ) AS keys
FROM tap_schema.tables AS t
ORDER BY t.schema_name, t.table_index;
