-- What lies around a position? The sources within a radius, nearest first, from the index on zone and
-- right ascension alone; join science.photometry by source_id for what is known of them. Arguments in the
-- order of q3c and ADQL.
--
-- What the strips hold is held against the haversine of the radius, a little widened; what passes gets its
-- distance, which decides. Why the plan is laid down stands in science.match_positions.
CREATE FUNCTION science.sources_near(ra double precision, "dec" double precision, radius double precision)
RETURNS TABLE (source_id bigint, ra double precision, "dec" double precision, distance double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 100
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
BEGIN ATOMIC
    SELECT upkeep.require_circle(sources_near.ra, sources_near.dec, sources_near.radius);

    WITH strip AS MATERIALIZED (
        SELECT p.zone, p.ra_min, p.ra_max
        FROM science.sky_strips(sources_near.ra, sources_near.dec, sources_near.radius) AS p
    ),
    candidate AS (
        SELECT
            s.source_id,
            s.ra,
            s.dec,
            upkeep.haversine(sources_near.ra, sources_near.dec, s.ra, s.dec) AS haversine
        FROM strip AS p
        INNER JOIN survey.source AS s ON s.zone = p.zone AND s.ra BETWEEN p.ra_min AND p.ra_max
        OFFSET 0
    ),
    near AS (
        SELECT
            c.source_id,
            c.ra,
            c.dec,
            upkeep.distance_from_haversine(c.haversine, sources_near.ra, sources_near.dec, c.ra, c.dec)
                AS distance
        FROM candidate AS c
        WHERE c.haversine <= (SELECT (1 + 1e-12) * sin(radians(sources_near.radius) / 2) ^ 2)
        OFFSET 0
    )
    SELECT n.source_id, n.ra, n.dec, n.distance
    FROM near AS n
    WHERE n.distance <= sources_near.radius
    ORDER BY n.distance, n.source_id;
END;

COMMENT ON FUNCTION science.sources_near(double precision, double precision, double precision) IS
'Sources within a radius [deg] of a position, right ascension and declination [deg], nearest first.
distance: Distance from the position. [deg] {pos.angDistance}
Subject: sky
Sample call: SELECT * FROM science.sources_near(269.5, -30.2, 0.05);';
