-- Which sources lie at the positions of a list? Every source within a radius of each, ranked by distance:
-- rank 1 is the nearest. One question for the whole list, given as arrays, so that a reader needs no
-- table of his own: 100,000 positions cost less than a second.
--
-- Each position becomes the pieces of zones that its circle reaches, mostly one, and each piece is one
-- descent into the index. The plan is laid down: a join that reads zones as wholes, which the planner
-- prefers where it takes the list for long, would meet every source of a zone with every position in it.
CREATE FUNCTION science.match_positions(
    ids bigint[], ras double precision[], decs double precision[], radius double precision
)
RETURNS TABLE (id bigint, source_id bigint, distance double precision, rank integer)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 1000
SET enable_hashjoin = off
SET enable_mergejoin = off
BEGIN ATOMIC
    SELECT
        upkeep.require_positions(match_positions.ids, match_positions.ras, match_positions.decs),
        upkeep.require_radius(match_positions.radius);

    WITH given AS (
        -- Wider by 4 microarcseconds, so that no rounding leaves out what the test of the distance lets
        -- in
        SELECT p.id, p.ra, p.dec, match_positions.radius + 1e-9 AS radius
        FROM unnest(match_positions.ids, match_positions.ras, match_positions.decs) AS p (id, ra, dec)
    ),
    circle AS MATERIALIZED (
        SELECT
            g.id,
            g.ra,
            g.dec,
            g.dec - g.radius AS dec_min,
            g.dec + g.radius AS dec_max,
            CASE
                WHEN abs(g.dec) + g.radius >= 90 THEN 180
                ELSE degrees(asin(sin(radians(g.radius)) / cos(radians(g.dec))))
            END AS half_width
        FROM given AS g
    ),
    turned AS (
        -- Across 0 h a circle is two
        SELECT c.id, c.ra, c.dec, c.dec_min, c.dec_max, c.ra AS ra_turned, c.half_width
        FROM circle AS c
        UNION ALL
        SELECT c.id, c.ra, c.dec, c.dec_min, c.dec_max, c.ra + 360, c.half_width
        FROM circle AS c
        WHERE c.half_width < 180 AND c.ra - c.half_width < 0
        UNION ALL
        SELECT c.id, c.ra, c.dec, c.dec_min, c.dec_max, c.ra - 360, c.half_width
        FROM circle AS c
        WHERE c.half_width < 180 AND c.ra + c.half_width >= 360
    ),
    piece AS MATERIALIZED (
        SELECT
            t.id,
            t.ra,
            t.dec,
            t.dec_min,
            t.dec_max,
            CASE WHEN t.half_width < 180 THEN t.ra_turned - t.half_width ELSE 0 END AS ra_min,
            CASE WHEN t.half_width < 180 THEN t.ra_turned + t.half_width ELSE 360 END AS ra_max,
            generate_series(
                science.zone_from_dec(greatest(-90, t.dec_min)), science.zone_from_dec(least(90, t.dec_max))
            ) AS zone
        FROM turned AS t
    ),
    -- Kept, so that no distance is computed twice
    pair AS MATERIALIZED (
        SELECT p.id, s.source_id, science.sky_distance(p.ra, p.dec, s.ra, s.dec) AS distance
        FROM piece AS p
        INNER JOIN survey.source AS s
            ON s.zone = p.zone
            AND s.ra BETWEEN p.ra_min AND p.ra_max
            AND s.dec BETWEEN p.dec_min AND p.dec_max
    )
    SELECT
        p.id,
        p.source_id,
        p.distance,
        (row_number() OVER (PARTITION BY p.id ORDER BY p.distance, p.source_id))::integer AS rank
    FROM pair AS p
    WHERE p.distance <= match_positions.radius;
END;

COMMENT ON FUNCTION science.match_positions(
    bigint[], double precision[], double precision[], double precision
) IS
'Sources within a radius [deg] of each position of a list, given as arrays of numbers to know them by, right ascensions and declinations [deg]; what finds none is left out.
id: Number of the position, as given; each once. [] {meta.id}
distance: Distance of the source from the position. [deg] {pos.angDistance}
rank: Rank of the source among those of the position, 1 for the nearest. [] {meta.number}
Subject: sky
Sample call: SELECT * FROM science.match_positions(ARRAY[1, 2], ARRAY[269.5, 269.6], ARRAY[-30.2, -30.1], 1 / 3600.0);';
