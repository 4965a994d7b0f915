-- The views and functions that a release has, in the order in which they were made, so that each comes
-- after what it uses: all that read, but for those about the schemas and the releases themselves. What is
-- IMMUTABLE reads nothing and what is VOLATILE writes.
CREATE FUNCTION upkeep.released_objects()
RETURNS TABLE (object_id oid, object_name text, schema_name text, kind text, arguments text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT o.object_id, o.object_name, n.nspname::text AS schema_name, o.kind, o.arguments
    FROM (
        SELECT c.oid AS object_id, c.relname::text AS object_name, c.relnamespace AS namespace_id,
            'VIEW' AS kind, '' AS arguments, obj_description(c.oid, 'pg_class') AS description
        FROM pg_catalog.pg_class AS c
        WHERE c.relkind = 'v'
        UNION ALL
        SELECT p.oid, p.proname::text, p.pronamespace, 'FUNCTION',
            format('(%s)', pg_get_function_identity_arguments(p.oid)), obj_description(p.oid, 'pg_proc')
        FROM pg_catalog.pg_proc AS p
        WHERE p.provolatile = 's'
    ) AS o
    INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = o.namespace_id
    WHERE
        n.nspname IN ('science', 'upkeep')
        AND o.description !~ 'Subject: releases'
        AND o.object_name <> all(ARRAY[
            'column_info', 'function_info', 'help', 'search', 'columns_of', 'kept_tables', 'view_as_of',
            'released_objects', 'turned_sources', 'released_tables', 'mjd_from_timestamp'
        ])
    ORDER BY o.object_id;
END;

COMMENT ON FUNCTION upkeep.released_objects() IS
'The views and functions of which a release has its own, in the order of their making.
object_id: Object identifier of the server''s. [] {meta.id}
object_name: Name of the view or function. [] {meta.id;meta.main}
schema_name: Its schema. [] {meta.id}
kind: VIEW or FUNCTION. [] {meta.code.class}
arguments: Types of its arguments in parentheses; empty for a view. [] {meta.note}
Sample call: SELECT * FROM upkeep.released_objects();';
