-- How many sources are in each part of the sky? By HEALPix pixel of order 8, a quarter of a degree wide.
SELECT
    h.pixel,
    count(*) AS n_source,
    avg(h.ra) AS ra,
    avg(h.dec) AS "dec"
FROM (
    SELECT science.healpix_nested(p.ra, p.dec, 8) AS pixel, p.ra, p.dec
    FROM science.photometry AS p
) AS h
GROUP BY h.pixel
ORDER BY h.pixel;
