-- Where on the sky are the sources? Their number in cells of 1 arcmin by 1 arcmin in right ascension and
-- declination, field by field.
WITH grid AS (SELECT 1 / 60.0::double precision AS step)
SELECT
    p.field_id,
    (floor(p.ra / g.step) + 0.5) * g.step AS ra,
    (floor(p.dec / g.step) + 0.5) * g.step AS "dec",
    count(*) AS n_source,
    g.step
FROM science.photometry AS p
CROSS JOIN grid AS g
GROUP BY p.field_id, floor(p.ra / g.step), floor(p.dec / g.step), g.step;
