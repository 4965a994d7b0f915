-- Which other sessions hold locks on the views and tables of this database, longest first: who stands in the
-- way of an upgrade.
SELECT DISTINCT ON (a.xact_start, a.pid)
    a.pid,
    coalesce(a.usename::text, '') AS user_name,
    coalesce(a.application_name, '') AS program,
    coalesce(a.state, '') AS state,
    coalesce(extract(EPOCH FROM clock_timestamp() - a.xact_start), 0)::integer AS seconds
FROM pg_catalog.pg_locks AS l
INNER JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
INNER JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
WHERE
    l.granted
    AND l.locktype = 'relation'
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
    AND c.relnamespace::regnamespace::text IN ('survey', 'science', 'upkeep', 'tap_schema')
    AND a.pid <> pg_backend_pid()
ORDER BY a.xact_start, a.pid;
