SELECT sum(pg_relation_size(c.oid)), sum(pg_indexes_size(c.oid))
FROM pg_class AS c
WHERE c.relnamespace = 'survey'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'alternative%';
