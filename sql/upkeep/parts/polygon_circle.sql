-- Which circle holds a polygon? Around the mean direction of its vertices, as far as the farthest of
-- them.
CREATE FUNCTION upkeep.polygon_circle(vertices double precision[])
RETURNS TABLE (ra double precision, "dec" double precision, radius double precision)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
ROWS 1
BEGIN ATOMIC
    WITH vertex AS (
        SELECT
            polygon_circle.vertices[2 * v.place - 1] AS ra,
            polygon_circle.vertices[2 * v.place] AS dec
        FROM generate_series(1, cardinality(polygon_circle.vertices) / 2) AS v (place)
    ),
    mean AS (
        SELECT
            avg(cos(radians(v.dec)) * cos(radians(v.ra))) AS x,
            avg(cos(radians(v.dec)) * sin(radians(v.ra))) AS y,
            avg(sin(radians(v.dec))) AS z
        FROM vertex AS v
    ),
    centre AS (
        SELECT
            degrees(atan2(m.y, m.x)) + CASE WHEN m.y < 0 THEN 360 ELSE 0 END AS ra,
            degrees(atan2(m.z, sqrt(m.x ^ 2 + m.y ^ 2))) AS dec
        FROM mean AS m
    )
    SELECT c.ra, c.dec, max(science.sky_distance(c.ra, c.dec, v.ra, v.dec)) AS radius
    FROM centre AS c
    CROSS JOIN vertex AS v
    GROUP BY c.ra, c.dec;
END;

COMMENT ON FUNCTION upkeep.polygon_circle(double precision[]) IS
'The circle around a polygon: centre and radius [deg]; vertices are right ascension and declination [deg] by turns.
ra: Right ascension of the centre. [deg] {pos.eq.ra}
dec: Declination of the centre. [deg] {pos.eq.dec}
radius: Distance of the farthest vertex. [deg] {pos.angDistance;stat.max}
Sample call: SELECT * FROM upkeep.polygon_circle(ARRAY[269.4, -30.3, 269.6, -30.3, 269.5, -30.2]);';
