-- R2: how red are the sources of each field? Sources of any class counted by J - H in cells of 0.05 mag, and
-- how many of them are redder than 1.5.
WITH grid AS (SELECT 0.05::double precision AS step)
SELECT
    p.field_id,
    (floor(p.j_minus_h / g.step) + 0.5) * g.step AS j_minus_h,
    count(*) AS n_source,
    count(*) FILTER (WHERE p.j_minus_h > 1.5) AS n_red,
    g.step
FROM science.photometry AS p
CROSS JOIN grid AS g
WHERE p.j_minus_h IS NOT NULL
GROUP BY p.field_id, floor(p.j_minus_h / g.step), g.step
ORDER BY p.field_id, floor(p.j_minus_h / g.step);
