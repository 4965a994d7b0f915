SELECT s.indexrelname, pg_relation_size(s.indexrelid) AS size
FROM pg_stat_user_indexes AS s
WHERE s.schemaname = 'survey' AND s.relname IN ('detection', 'catalogue_count', 'source', 'source_variability')
ORDER BY size DESC;
