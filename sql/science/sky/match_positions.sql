-- Which sources lie at the positions of a list? Every source within a radius of each, ranked by distance:
-- rank 1 is the nearest. One question for the whole list, given as arrays, so that a reader needs no
-- table of his own: 100,000 positions cost less than a second.
--
-- Each position becomes the pieces of zones that its circle reaches, mostly one; across 0 h a circle is
-- two. Each piece is one descent into the index, and in the order of the index one finds in memory what
-- the last has read. The plan is laid down: a join that reads zones as wholes, which the planner prefers
-- where it takes the list for long, would meet every source of a zone with every position in it.
CREATE FUNCTION science.match_positions(
    ids bigint[], ras double precision[], decs double precision[], radius double precision
)
RETURNS TABLE (id bigint, source_id bigint, distance double precision, rank integer)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 1000
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
BEGIN ATOMIC
    SELECT
        upkeep.require_positions(match_positions.ids, match_positions.ras, match_positions.decs),
        upkeep.require_radius(match_positions.radius);

    WITH circle AS (
        SELECT
            p.id,
            p.ra,
            p.dec,
            p.cos_dec,
            p.dec - w.radius AS dec_min,
            p.dec + w.radius AS dec_max,
            CASE
                WHEN abs(p.dec) + w.radius >= 90 THEN 180
                ELSE degrees(asin(sin(radians(w.radius)) / p.cos_dec))
            END AS half_width
        FROM (
            SELECT p.id, p.ra, p.dec, cos(radians(p.dec)) AS cos_dec
            FROM unnest(match_positions.ids, match_positions.ras, match_positions.decs) AS p (id, ra, dec)
            OFFSET 0
        ) AS p
        -- Wider by 4 microarcseconds, so that no rounding leaves out what the test of the distance lets
        -- in
        CROSS JOIN (SELECT match_positions.radius + 1e-9 AS radius) AS w
        OFFSET 0
    ),
    span AS (
        SELECT
            c.id,
            c.ra,
            c.dec,
            c.cos_dec,
            c.dec_min,
            c.dec_max,
            c.half_width,
            science.zone_from_dec(greatest(-90, c.dec_min)) AS zone_min,
            science.zone_from_dec(least(90, c.dec_max)) AS zone_max,
            CASE WHEN c.half_width < 180 AND c.ra + c.half_width >= 360 THEN -1 ELSE 0 END AS turn_min,
            CASE WHEN c.half_width < 180 AND c.ra < c.half_width THEN 1 ELSE 0 END AS turn_max
        FROM circle AS c
        OFFSET 0
    ),
    numbered AS (
        SELECT
            s.id,
            s.ra,
            s.dec,
            s.cos_dec,
            s.dec_min,
            s.dec_max,
            s.half_width,
            s.zone_min,
            s.turn_min,
            s.turn_max - s.turn_min + 1 AS n_turn,
            generate_series(0, (s.zone_max - s.zone_min + 1) * (s.turn_max - s.turn_min + 1) - 1) AS place
        FROM span AS s
    ),
    piece AS MATERIALIZED (
        SELECT
            n.id,
            n.ra,
            n.dec,
            n.cos_dec,
            n.dec_min,
            n.dec_max,
            n.zone_min + n.place / n.n_turn AS zone,
            CASE
                WHEN n.half_width < 180 THEN n.ra + 360 * (n.turn_min + n.place % n.n_turn) - n.half_width
                ELSE 0
            END AS ra_min,
            CASE
                WHEN n.half_width < 180 THEN n.ra + 360 * (n.turn_min + n.place % n.n_turn) + n.half_width
                ELSE 360
            END AS ra_max
        FROM numbered AS n
        ORDER BY zone, ra_min
    ),
    candidate AS (
        SELECT
            p.id,
            s.source_id,
            CASE
                WHEN match_positions.radius < 45
                THEN upkeep.near_distance(p.ra, p.dec, p.cos_dec, s.ra, s.dec)
                ELSE science.sky_distance(p.ra, p.dec, s.ra, s.dec)
            END AS distance
        FROM piece AS p
        INNER JOIN survey.source AS s
            ON s.zone = p.zone
            AND s.ra BETWEEN p.ra_min AND p.ra_max
            AND s.dec BETWEEN p.dec_min AND p.dec_max
        OFFSET 0
    )
    SELECT
        c.id,
        c.source_id,
        c.distance,
        (row_number() OVER (PARTITION BY c.id ORDER BY c.distance, c.source_id))::integer AS rank
    FROM candidate AS c
    WHERE c.distance <= match_positions.radius;
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
