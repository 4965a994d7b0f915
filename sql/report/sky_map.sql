-- Where are the sources, and where did the images look? HEALPix cells in nested order with the number of
-- sources in each, which together are the sources' MOC, and the corners of the images' outlines, in order
-- around each.
WITH grid AS (SELECT 11 AS healpix_order),
cell AS (
    SELECT science.healpix_nested(p.ra, p.dec, g.healpix_order) AS pixel, count(*) AS n_source
    FROM science.photometry AS p
    CROSS JOIN grid AS g
    GROUP BY science.healpix_nested(p.ra, p.dec, g.healpix_order)
)
SELECT
    'cell' AS part,
    c.pixel AS number,
    g.healpix_order,
    0 AS vertex,
    NULL::double precision AS ra,
    NULL::double precision AS "dec",
    c.n_source
FROM cell AS c
CROSS JOIN grid AS g
UNION ALL
SELECT 'image', f.image_id, g.healpix_order, f.vertex, f.ra, f.dec, 0
FROM science.image_footprint AS f
CROSS JOIN grid AS g
ORDER BY part, number, vertex;
