-- The names that stand in the schema of a release; what reads no table, as a scalar of numbers, does not.
SELECT c.relname AS name
FROM pg_class AS c
WHERE c.relnamespace::regnamespace::text = %(schema)s AND c.relkind = 'v'
UNION
SELECT p.proname
FROM pg_proc AS p
WHERE p.pronamespace::regnamespace::text = %(schema)s;
