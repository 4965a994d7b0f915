-- The sources at the positions of a list, with what is known of each. The radius
-- is in degrees; every says whether all sources within it are wanted or the nearest alone.
SELECT
    m.id,
    m.source_id,
    m.distance * 3600 AS distance_arcsec,
    m.rank,
    p.field_id,
    p.ra AS source_ra,
    p.dec AS source_dec,
    p.is_star,
    p.z_mag,
    p.y_mag,
    p.j_mag,
    p.h_mag,
    p.ks_mag
FROM science.match_positions(
    %(ids)s::bigint[], %(ras)s::double precision[], %(decs)s::double precision[], %(radius)s
) AS m
INNER JOIN science.photometry AS p ON p.source_id = m.source_id
WHERE m.rank = 1 OR %(every)s::boolean
ORDER BY m.id, m.rank;
