-- The numbers that fields with a name have so far, and the highest of all.
SELECT n.field_name, n.field_id FROM survey.field_name AS n WHERE n.field_name = any(%(keys)s::text[])
UNION ALL
SELECT NULL, coalesce(max(u.field_id), 0)
FROM (
    SELECT f.field_id FROM survey.field AS f
    UNION ALL
    SELECT n.field_id FROM survey.field_name AS n
) AS u;
