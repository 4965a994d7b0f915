-- The detections of some images on the plane that touches the sky at the mean direction of each image's, in
-- the order in which a convex hull is drawn around them: from west to east for the lower chain (direction 1),
-- back for the upper (-1), on which both coordinates are turned round. Images whose detections lie farther
-- than 80 degrees from their mean direction are left out: there the plane no longer holds them.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.outline_points(image_ids integer[])
RETURNS TABLE (
    image_id integer, ra_centre double precision, dec_centre double precision, radius double precision,
    direction integer, place bigint, ra double precision, "dec" double precision,
    xi double precision, eta double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    WITH found AS MATERIALIZED (
        SELECT DISTINCT d.image_id, d.ra, d.dec
        FROM survey.detection AS d
        WHERE d.image_id = any(outline_points.image_ids)
    ),
    direction AS (
        SELECT
            d.image_id,
            avg(cos(radians(d.dec)) * cos(radians(d.ra))) AS x,
            avg(cos(radians(d.dec)) * sin(radians(d.ra))) AS y,
            avg(sin(radians(d.dec))) AS z
        FROM survey.detection AS d
        WHERE d.image_id = any(outline_points.image_ids)
        GROUP BY d.image_id
    ),
    centre AS (
        SELECT
            m.image_id,
            degrees(atan2(m.y, m.x)) + CASE WHEN m.y < 0 THEN 360 ELSE 0 END AS ra,
            degrees(atan2(m.z, sqrt(m.x ^ 2 + m.y ^ 2))) AS "dec"
        FROM direction AS m
    ),
    extent AS (
        SELECT
            f.image_id, c.ra, c.dec, max(science.sky_distance(f.ra, f.dec, c.ra, c.dec)) AS radius
        FROM found AS f
        INNER JOIN centre AS c ON c.image_id = f.image_id
        GROUP BY f.image_id, c.ra, c.dec
    ),
    placed AS (
        SELECT
            f.image_id, e.ra AS ra_centre, e.dec AS dec_centre, e.radius, t.direction, f.ra, f.dec,
            t.direction * science.tangent_xi(f.ra, f.dec, e.ra, e.dec) AS xi,
            t.direction * science.tangent_eta(f.ra, f.dec, e.ra, e.dec) AS eta
        FROM found AS f
        INNER JOIN extent AS e ON e.image_id = f.image_id AND e.radius < 80
        CROSS JOIN (VALUES (1), (-1)) AS t (direction)
    )
    SELECT
        p.image_id, p.ra_centre, p.dec_centre, p.radius, p.direction,
        row_number() OVER (PARTITION BY p.image_id, p.direction ORDER BY p.xi, p.eta) AS place,
        p.ra, p.dec, p.xi, p.eta
    FROM placed AS p;
END;

COMMENT ON FUNCTION upkeep.outline_points(integer[]) IS
'The detections of some images in the order in which their convex hulls are drawn, positions [deg] and on the plane that touches the sky at the mean direction.
image_id: The image. [] {meta.id;obs.image}
ra_centre: Right ascension of the mean direction. [deg] {pos.eq.ra;stat.mean}
dec_centre: Declination of the mean direction. [deg] {pos.eq.dec;stat.mean}
radius: Distance of the farthest detection from it. [deg] {pos.angDistance;stat.max}
direction: The lower chain of corners, 1, or the upper, -1. [] {meta.code}
place: Rank in the chain. [] {meta.number}
xi: Standard coordinate to the east, turned round for the upper chain. [deg] {pos.cartesian.x}
eta: Standard coordinate to the north, turned round for the upper chain. [deg] {pos.cartesian.y}
Sample call: SELECT * FROM upkeep.outline_points(ARRAY[1]);';
