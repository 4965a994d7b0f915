-- What lies around a position? The sources within a radius, nearest first, from the index on zone and
-- right ascension alone; join science.photometry by source_id for what is known of them. Arguments in the
-- order of q3c and ADQL.
--
-- What lies in the strips is hardly farther from the centre than the radius: all of it gets its distance,
-- which decides. Sorted by whole numbers, which are compared without a call, and only where these are
-- equal by the distance itself. Planned once for all circles, which spares most of what a small one costs;
-- why the plan is laid down stands in science.match_positions.
CREATE FUNCTION science.sources_near(ra double precision, "dec" double precision, radius double precision)
RETURNS TABLE (source_id bigint, ra double precision, "dec" double precision, distance double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 100
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
SET plan_cache_mode = force_generic_plan
BEGIN ATOMIC
    SELECT upkeep.require_circle(sources_near.ra, sources_near.dec, sources_near.radius);

    WITH strip AS MATERIALIZED (
        SELECT
            p.zone,
            p.ra_min,
            p.ra_max,
            cos(radians(sources_near.dec)) AS cos_dec,
            sources_near.radius < 45 AS is_small
        FROM science.sky_strips(sources_near.ra, sources_near.dec, sources_near.radius) AS p
    ),
    candidate AS (
        SELECT
            s.source_id,
            s.ra,
            s.dec,
            CASE
                WHEN p.is_small
                THEN upkeep.near_distance(sources_near.ra, sources_near.dec, p.cos_dec, s.ra, s.dec)
                ELSE science.sky_distance(sources_near.ra, sources_near.dec, s.ra, s.dec)
            END AS distance
        FROM strip AS p
        INNER JOIN survey.source AS s ON s.zone = p.zone AND s.ra BETWEEN p.ra_min AND p.ra_max
        OFFSET 0
    )
    SELECT c.source_id, c.ra, c.dec, c.distance
    FROM candidate AS c
    WHERE c.distance <= sources_near.radius
    ORDER BY (c.distance * 1e15)::bigint, c.distance, c.source_id;
END;

COMMENT ON FUNCTION science.sources_near(double precision, double precision, double precision) IS
'Sources within a radius [deg] of a position, right ascension and declination [deg], nearest first.
distance: Distance from the position. [deg] {pos.angDistance}
Subject: sky
Sample call: SELECT * FROM science.sources_near(269.5, -30.2, 0.05);';
