-- The numbers that sources with a name have so far, and the highest of all.
SELECT n.source_name, n.source_id FROM survey.source_name AS n WHERE n.source_name = any(%(keys)s::text[])
UNION ALL
SELECT NULL, coalesce(max(o.source_id), 0)
FROM (
    SELECT max(s.source_id) AS source_id FROM survey.source AS s
    UNION ALL
    SELECT max(n.source_id) FROM survey.source_name AS n
) AS o;
