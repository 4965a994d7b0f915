-- What lies within ten seconds of arc of the reddest source, nearest first? Itself, then its neighbours: a
-- cone, joined with what is known of the sources in it.
WITH reddest AS (
    SELECT r.source_id, r.ra, r.dec
    FROM science.red_sources(1.5) AS r
    ORDER BY r.j_minus_h DESC, r.source_id
    LIMIT 1
),
near AS MATERIALIZED (
    SELECT
        n.source_id, n.ra, n.dec, n.distance,
        science.position_angle(r.ra, r.dec, n.ra, n.dec) AS position_angle
    FROM reddest AS r
    CROSS JOIN LATERAL science.sources_near(r.ra, r.dec, 10 / 3600.0) AS n
)
SELECT
    n.source_id,
    science.text_from_ra(n.ra) AS ra,
    science.text_from_dec(n.dec) AS "dec",
    round((n.distance * 3600)::numeric, 2)::real AS distance_arcsec,
    round(n.position_angle)::integer AS position_angle,
    p.j_mag,
    p.ks_mag
FROM near AS n
INNER JOIN science.photometry AS p ON p.source_id = n.source_id
ORDER BY n.distance, n.source_id;
