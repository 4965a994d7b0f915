-- Which settings of this server hurt? What is advised is for a survey of 10 million detections and more; what
-- depends on the memory of the machine, which SQL does not see, is a least value.
WITH advice AS (
    SELECT a.name, a.rule, a.limit_value, a.advised, a.reason
    FROM (
        VALUES
            (
                'jit', 'is', 'off', 'off',
                'compiling takes seconds where the query takes tenths: a load is slower by a factor'
            ),
            (
                'shared_buffers', 'least', '268435456', 'a quarter of the memory, at least 256MB',
                'the upper pages of detection''s key are read and written by every load'
            ),
            (
                'max_wal_size', 'least', '4294967296', 'at least 4GB, as the disk allows',
                'every image touches all pages of its field; checkpoints by volume log them whole again'
            ),
            (
                'checkpoint_timeout', 'least', '900', 'at least 15min',
                'the same, by time'
            ),
            (
                'work_mem', 'least', '16777216', 'at least 16MB',
                'light curves of a field are sorted in memory, not in files'
            ),
            (
                'maintenance_work_mem', 'least', '268435456', 'at least 256MB',
                'vacuum and index builds in one pass'
            ),
            (
                'effective_cache_size', 'least', '1073741824', 'half of the memory, at least 1GB',
                'the planner takes indexes when it knows that they are cached'
            ),
            (
                'random_page_cost', 'most', '2', '1.1 on solid-state disks',
                'light curves are read by index; 4 is the price of a turning disk'
            ),
            (
                'fsync', 'is', 'on', 'on',
                'a commit that was reported must be on the disk'
            ),
            (
                'full_page_writes', 'is', 'on', 'on',
                'pages that a crash tore are mended from the log'
            ),
            (
                'autovacuum', 'is', 'on', 'on',
                'light curves are read from the index alone where pages are all-visible'
            ),
            (
                'track_counts', 'is', 'on', 'on',
                'autovacuum goes by them'
            ),
            (
                'password_encryption', 'is', 'scram-sha-256', 'scram-sha-256',
                'md5 verifiers can be replayed by who reads them'
            ),
            (
                'log_min_duration_statement', 'most_not_off', '300000', 'at most 5min',
                'a reader may lift the limit of time; the log names who did'
            )
    ) AS a (name, rule, limit_value, advised, reason)
),
measured AS (
    SELECT
        s.name,
        s.setting,
        current_setting(s.name) AS shown,
        CASE
            WHEN s.vartype IN ('integer', 'real') THEN
                s.setting::double precision
                * CASE s.unit WHEN '8kB' THEN 8192 WHEN 'kB' THEN 1024 WHEN 'MB' THEN 1048576 ELSE 1 END
        END AS quantity
    FROM pg_catalog.pg_settings AS s
)
SELECT
    a.name AS setting,
    m.shown AS found,
    a.advised,
    CASE a.rule
        WHEN 'is' THEN m.setting = a.limit_value
        WHEN 'least' THEN m.quantity >= a.limit_value::double precision
        WHEN 'most' THEN m.quantity <= a.limit_value::double precision
        ELSE m.quantity BETWEEN 0 AND a.limit_value::double precision
    END AS is_well,
    a.reason
FROM advice AS a
INNER JOIN measured AS m ON m.name = a.name
ORDER BY is_well, a.name;
