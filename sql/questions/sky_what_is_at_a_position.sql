-- What is around 17:57:48.0 -30:13:42, within half a minute of arc, and how bright is it? Nearest first.
SELECT
    n.source_id,
    science.text_from_ra(n.ra) AS ra,
    science.text_from_dec(n.dec) AS "dec",
    n.distance * 3600 AS distance_arcsec,
    p.is_star,
    p.j_mag,
    p.ks_mag
FROM science.sources_near(
    science.ra_from_text('17:57:48.0'), science.dec_from_text('-30:13:42'), 30 / 3600.0
) AS n
INNER JOIN science.photometry AS p ON p.source_id = n.source_id
ORDER BY n.distance;
