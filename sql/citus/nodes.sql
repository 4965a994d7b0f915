-- The nodes, and how many shards of the survey each has and how large they are; no row where nothing is
-- distributed.
SELECT
    n.nodename,
    n.nodeport,
    CASE WHEN n.groupid = 0 THEN 'coordinator' WHEN n.isactive THEN 'worker' ELSE 'worker, inactive' END AS role,
    count(DISTINCT s.shardid) FILTER (WHERE s.citus_table_type = 'distributed')::integer AS n_shard,
    coalesce(sum(s.shard_size), 0)::bigint AS size
FROM pg_catalog.pg_dist_node AS n
LEFT JOIN pg_catalog.citus_shards AS s
    ON s.nodename = n.nodename AND s.nodeport = n.nodeport AND s.table_name::text LIKE 'survey.%'
WHERE
    EXISTS (
        SELECT 1
        FROM pg_catalog.pg_dist_partition AS p
        WHERE p.logicalrelid = pg_catalog.to_regclass('survey.detection')
    )
GROUP BY n.groupid, n.nodename, n.nodeport, n.isactive
ORDER BY n.groupid, n.nodename, n.nodeport;
