SELECT f.funcname, f.calls, f.total_time, f.self_time
FROM pg_stat_user_functions AS f
WHERE f.schemaname = 'science';
