-- The numbers that images without one have so far, and the highest of all.
SELECT k.image_key, k.image_id FROM survey.image_key AS k WHERE k.image_key = any(%(keys)s::text[])
UNION ALL
SELECT NULL, coalesce(max(n.image_id), 0)
FROM (
    SELECT i.image_id FROM survey.image AS i
    UNION ALL
    SELECT k.image_id FROM survey.image_key AS k
) AS n;
