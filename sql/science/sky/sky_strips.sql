-- Which pieces of zones must be read for a circle on the sky? For each zone that the circle reaches, the
-- range of right ascension at the declination of the zone where the circle is widest; two pieces where it
-- lies across 0 h, the whole zone where it holds a pole. Join them with anything that has a zone, then
-- test the distance. The circle is taken 4 microarcseconds wider, so that no rounding here leaves out
-- what the test lets in. Each step is computed once, which OFFSET 0 sees to.
--
-- Planned once for all circles: to plan costs five times what it takes to answer.
CREATE FUNCTION science.sky_strips(ra double precision, "dec" double precision, radius double precision)
RETURNS TABLE (zone integer, ra_min double precision, ra_max double precision)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
ROWS 20
SET plan_cache_mode = force_generic_plan
BEGIN ATOMIC
    WITH circle AS (
        SELECT
            sin(radians(c.radius) / 2) ^ 2 AS haversine,
            cos(radians(sky_strips.dec)) AS cos_dec,
            sky_strips.dec + c.radius >= 90 AS holds_north,
            sky_strips.dec - c.radius <= -90 AS holds_south,
            -- Where the meridians touch it
            degrees(asin(greatest(-1, least(1, sin(radians(sky_strips.dec)) / cos(radians(c.radius))))))
                AS widest_dec,
            science.zone_from_dec(greatest(-90, sky_strips.dec - c.radius)) AS zone_min,
            science.zone_from_dec(least(90, sky_strips.dec + c.radius)) AS zone_max
        FROM (SELECT sky_strips.radius + 1e-9 AS radius) AS c
        OFFSET 0
    ),
    reached AS (
        SELECT
            c.haversine,
            c.cos_dec,
            c.holds_north,
            c.holds_south,
            c.widest_dec,
            generate_series(c.zone_min, c.zone_max) AS zone
        FROM circle AS c
    ),
    edge AS (
        SELECT
            r.zone,
            r.haversine,
            r.cos_dec,
            CASE
                WHEN r.holds_north AND r.holds_south THEN 90
                WHEN r.holds_north THEN least(90, (r.zone + 1) / 60.0::double precision)
                WHEN r.holds_south THEN greatest(-90, r.zone / 60.0::double precision)
                ELSE greatest(
                    r.zone / 60.0::double precision,
                    least((r.zone + 1) / 60.0::double precision, r.widest_dec)
                )
            END AS dec
        FROM reached AS r
        OFFSET 0
    ),
    width AS (
        SELECT
            e.zone,
            abs(e.dec) >= 90 OR abs(sky_strips.dec) >= 90 AS is_whole,
            (e.haversine - sin(radians(e.dec - sky_strips.dec) / 2) ^ 2)
            / nullif(e.cos_dec * cos(radians(e.dec)), 0) AS haversine
        FROM edge AS e
        OFFSET 0
    ),
    strip AS (
        SELECT
            w.zone,
            CASE
                WHEN w.is_whole OR w.haversine >= 1 THEN 180
                WHEN w.haversine <= 0 THEN 0
                ELSE degrees(2 * asin(sqrt(w.haversine)))
            END AS half_width
        FROM width AS w
        OFFSET 0
    ),
    piece AS (
        SELECT
            s.zone,
            s.half_width,
            generate_series(
                CASE WHEN s.half_width < 180 AND sky_strips.ra + s.half_width >= 360 THEN -1 ELSE 0 END,
                CASE WHEN s.half_width < 180 AND sky_strips.ra < s.half_width THEN 1 ELSE 0 END
            ) AS turn
        FROM strip AS s
    )
    SELECT
        p.zone,
        CASE WHEN p.half_width < 180 THEN greatest(0, sky_strips.ra - p.half_width + 360 * p.turn) ELSE 0 END
            AS ra_min,
        CASE WHEN p.half_width < 180 THEN least(360, sky_strips.ra + p.half_width + 360 * p.turn) ELSE 360 END
            AS ra_max
    FROM piece AS p;
END;

COMMENT ON FUNCTION science.sky_strips(double precision, double precision, double precision) IS
'The pieces of zones that hold a circle on the sky around a position [deg] with a radius [deg]; what lies in them may lie in the circle.
zone: Zone, as in survey.source. [] {meta.id;pos.eq.dec}
ra_min: Where the piece begins. [deg] {pos.eq.ra;stat.min}
ra_max: Where the piece ends. [deg] {pos.eq.ra;stat.max}
Subject: sky
Sample call: SELECT * FROM science.sky_strips(269.5, -30.2, 0.05);';
