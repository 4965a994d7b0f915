-- A row where schema science is installed without a tap_schema of ours, as who installed it wanted.
SELECT 1 AS is_left_out
FROM pg_catalog.pg_namespace AS s
WHERE
    s.nspname = 'science'
    AND pg_get_userbyid(s.nspowner) = 'epochdb_owner'
    AND NOT EXISTS (
        SELECT 1
        FROM pg_catalog.pg_namespace AS t
        WHERE t.nspname = 'tap_schema' AND pg_get_userbyid(t.nspowner) = 'epochdb_owner'
    );
