-- What lies within a polygon on the sky? Its vertices as in q3c and ADQL: right ascension and declination
-- by turns, sides along great circles. On the plane that touches the sphere at the polygon's centre great
-- circles are straight, and a source is inside when a ray from it crosses an odd number of sides; the
-- polygon need not be convex.
-- Why the plan is laid down stands in science.match_positions.
CREATE FUNCTION science.sources_in_polygon(vertices double precision[])
RETURNS TABLE (source_id bigint, ra double precision, "dec" double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 1000
SET enable_hashjoin = off
SET enable_mergejoin = off
BEGIN ATOMIC
    SELECT upkeep.require_vertices(sources_in_polygon.vertices);
    SELECT
        upkeep.require_position(
            sources_in_polygon.vertices[2 * v.place - 1], sources_in_polygon.vertices[2 * v.place]
        )
    FROM generate_series(1, cardinality(sources_in_polygon.vertices) / 2) AS v (place);
    SELECT upkeep.require_extent(c.radius) FROM upkeep.polygon_circle(sources_in_polygon.vertices) AS c;

    WITH circle AS MATERIALIZED (
        SELECT c.ra, c.dec, c.radius FROM upkeep.polygon_circle(sources_in_polygon.vertices) AS c
    ),
    vertex AS MATERIALIZED (
        SELECT
            v.place,
            science.tangent_xi(v.ra, v.dec, c.ra, c.dec) AS xi,
            science.tangent_eta(v.ra, v.dec, c.ra, c.dec) AS eta
        FROM circle AS c
        CROSS JOIN LATERAL (
            SELECT
                p.place,
                sources_in_polygon.vertices[2 * p.place - 1] AS ra,
                sources_in_polygon.vertices[2 * p.place] AS dec
            FROM generate_series(1, cardinality(sources_in_polygon.vertices) / 2) AS p (place)
        ) AS v
    ),
    side AS MATERIALIZED (
        SELECT a.xi, a.eta, b.xi AS next_xi, b.eta AS next_eta
        FROM vertex AS a
        INNER JOIN vertex AS b ON b.place = a.place % (cardinality(sources_in_polygon.vertices) / 2) + 1
    ),
    strip AS MATERIALIZED (
        SELECT p.zone, p.ra_min, p.ra_max
        FROM circle AS c
        CROSS JOIN LATERAL science.sky_strips(c.ra, c.dec, c.radius) AS p
    ),
    -- Kept, so that no projection is computed for each side
    candidate AS MATERIALIZED (
        SELECT
            s.source_id,
            s.ra,
            s.dec,
            science.tangent_xi(s.ra, s.dec, c.ra, c.dec) AS xi,
            science.tangent_eta(s.ra, s.dec, c.ra, c.dec) AS eta
        FROM circle AS c
        CROSS JOIN strip AS p
        INNER JOIN survey.source AS s ON s.zone = p.zone AND s.ra BETWEEN p.ra_min AND p.ra_max
        WHERE science.sky_distance(c.ra, c.dec, s.ra, s.dec) <= c.radius
    )
    SELECT c.source_id, c.ra, c.dec
    FROM candidate AS c
    WHERE (
        SELECT count(*) % 2 = 1
        FROM side AS e
        WHERE
            (e.eta > c.eta) <> (e.next_eta > c.eta)
            AND c.xi < e.xi + (e.next_xi - e.xi) * (c.eta - e.eta) / nullif(e.next_eta - e.eta, 0)
    );
END;

COMMENT ON FUNCTION science.sources_in_polygon(double precision[]) IS
'Sources within a polygon whose vertices are given as right ascension and declination [deg] by turns; sides are great circles, no vertex is 80 degrees or more from the centre.
Subject: sky
Sample call: SELECT * FROM science.sources_in_polygon(ARRAY[269.4, -30.3, 269.6, -30.3, 269.5, -30.2]);';
