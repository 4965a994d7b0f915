-- What are the outlines of some images? The convex hull of an image's detections on the plane that touches
-- the sky at their mean direction, against the clock: the lower chain of corners from west to east, then the
-- upper back. Each chain is drawn by pieces of ten thousand detections, and then through the corners of the
-- pieces, so that the detections of a large image are not held in memory. No row for an image whose
-- detections lie on more than half the sky.
CREATE FUNCTION upkeep.recomputed_outline(image_ids integer[])
RETURNS TABLE (
    image_id integer,
    ra_centre double precision,
    dec_centre double precision,
    radius double precision,
    vertex integer,
    ra double precision,
    "dec" double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH piece AS (
        SELECT
            p.image_id, p.ra_centre, p.dec_centre, p.radius, p.direction, p.place / 10000 AS number,
            array_agg(p.ra ORDER BY p.place) AS ras, array_agg(p.dec ORDER BY p.place) AS decs,
            array_agg(p.xi ORDER BY p.place) AS xis, array_agg(p.eta ORDER BY p.place) AS etas
        FROM upkeep.outline_points(recomputed_outline.image_ids) AS p
        GROUP BY p.image_id, p.ra_centre, p.dec_centre, p.radius, p.direction, p.place / 10000
    ),
    chain AS (
        SELECT
            p.image_id, p.ra_centre, p.dec_centre, p.radius, p.direction,
            array_agg(p.ras[h.place] ORDER BY p.number, h.place) AS ras,
            array_agg(p.decs[h.place] ORDER BY p.number, h.place) AS decs,
            array_agg(p.xis[h.place] ORDER BY p.number, h.place) AS xis,
            array_agg(p.etas[h.place] ORDER BY p.number, h.place) AS etas
        FROM piece AS p
        CROSS JOIN LATERAL upkeep.hull_chain(p.xis, p.etas) AS h (place)
        GROUP BY p.image_id, p.ra_centre, p.dec_centre, p.radius, p.direction
    )
    SELECT
        c.image_id, c.ra_centre, c.dec_centre, c.radius,
        (row_number() OVER (PARTITION BY c.image_id ORDER BY c.direction DESC, h.place))::integer AS vertex,
        c.ras[h.place] AS ra, c.decs[h.place] AS "dec"
    FROM chain AS c
    CROSS JOIN LATERAL upkeep.hull_chain(c.xis, c.etas) AS h (place)
    -- The last corner of a chain is the first of the other
    WHERE h.place < cardinality(c.xis) OR (cardinality(c.xis) = 1 AND c.direction = 1);
END;

COMMENT ON FUNCTION upkeep.recomputed_outline(integer[]) IS
'The outlines of some images from their detections: their mean direction, the distance of the farthest and the corners of their convex hull.
image_id: The image. [] {meta.id;obs.image}
ra_centre: Right ascension of the mean direction. [deg] {pos.eq.ra;stat.mean}
dec_centre: Declination of the mean direction. [deg] {pos.eq.dec;stat.mean}
radius: Distance of the farthest detection from it. [deg] {pos.angDistance;stat.max}
vertex: Number of the corner, from 1, against the clock where east is to the left. [] {meta.number}
Sample call: SELECT * FROM upkeep.recomputed_outline(ARRAY[1]);';
