WITH counted AS (
    SELECT 'detection' AS relname, count(*) AS n_row FROM survey.detection
    UNION ALL
    SELECT 'catalogue_count', count(*) FROM survey.catalogue_count
    UNION ALL
    SELECT 'source', count(*) FROM survey.source
    UNION ALL
    SELECT 'source_variability', count(*) FROM survey.source_variability
)
SELECT
    s.relname,
    n.n_row,
    pg_table_size(s.relid) AS heap,
    pg_indexes_size(s.relid) AS indexes,
    s.n_tup_upd,
    s.n_tup_hot_upd,
    s.n_dead_tup,
    s.autovacuum_count
FROM pg_stat_user_tables AS s
INNER JOIN counted AS n ON n.relname = s.relname
WHERE s.schemaname = 'survey'
ORDER BY s.relname;
