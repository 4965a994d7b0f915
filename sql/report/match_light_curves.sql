-- The light curves of the sources at the positions of a list. The radius
-- is in degrees; every says whether all sources within it are wanted or the nearest alone.
SELECT
    m.id,
    m.source_id,
    m.distance * 3600 AS distance_arcsec,
    m.rank,
    d.image_id,
    d.mjd,
    d.mag_1 AS mag,
    d.mag_1_err AS mag_err,
    d.flux_1 AS flux,
    d.flux_1_err AS flux_err,
    d.class
FROM science.match_positions(
    %(ids)s::bigint[], %(ras)s::double precision[], %(decs)s::double precision[], %(radius)s
) AS m
INNER JOIN science.calibrated_detection AS d ON d.source_id = m.source_id AND d.band = %(band)s::text
WHERE m.rank = 1 OR %(every)s::boolean
ORDER BY m.id, m.rank, d.mjd, d.image_id;
