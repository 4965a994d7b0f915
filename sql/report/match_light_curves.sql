-- The light curves of the sources at the positions of a list. The radius
-- is in degrees; every says whether all sources within it are wanted or the nearest alone.
SELECT
    m.id,
    m.source_id,
    m.distance * 3600 AS distance_arcsec,
    m.rank,
    m.image_id,
    m.mjd,
    m.mag,
    m.mag_err,
    m.flux,
    m.flux_err,
    m.class
FROM science.match_light_curves(
    %(ids)s::bigint[], %(ras)s::double precision[], %(decs)s::double precision[], %(radius)s, %(band)s::text
) AS m
WHERE m.rank = 1 OR %(every)s::boolean
ORDER BY m.id, m.rank, m.mjd, m.image_id;
