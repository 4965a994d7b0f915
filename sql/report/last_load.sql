-- The last run of the loader that has ended.
SELECT coalesce(max(l.load_id), 0) AS load_id
FROM science.load_log AS l
WHERE l.duration IS NOT NULL;
