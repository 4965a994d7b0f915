-- Which pieces of zones must be read for a circle on the sky? For each zone that the circle reaches, the
-- range of right ascension at the declination of the zone where the circle is widest; two pieces where it
-- lies across 0 h, the whole zone where it holds a pole. Join them with anything that has a zone, then
-- test the distance. The circle is taken 4 microarcseconds wider, so that no rounding here leaves out
-- what the test lets in.
CREATE FUNCTION science.sky_strips(ra double precision, "dec" double precision, radius double precision)
RETURNS TABLE (zone integer, ra_min double precision, ra_max double precision)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
ROWS 20
BEGIN ATOMIC
    WITH circle AS (
        SELECT
            c.radius,
            sky_strips.dec + c.radius >= 90 AS holds_north,
            sky_strips.dec - c.radius <= -90 AS holds_south,
            -- Where the meridians touch it
            degrees(asin(greatest(-1, least(1, sin(radians(sky_strips.dec)) / cos(radians(c.radius))))))
                AS widest_dec
        FROM (SELECT sky_strips.radius + 1e-9 AS radius) AS c
    ),
    edge AS (
        SELECT
            z.zone,
            c.radius,
            CASE
                WHEN c.holds_north AND c.holds_south THEN 90
                WHEN c.holds_north THEN least(90, (z.zone + 1) / 60.0::double precision)
                WHEN c.holds_south THEN greatest(-90, z.zone / 60.0::double precision)
                ELSE greatest(
                    z.zone / 60.0::double precision,
                    least((z.zone + 1) / 60.0::double precision, c.widest_dec)
                )
            END AS dec
        FROM circle AS c
        CROSS JOIN LATERAL generate_series(
            science.zone_from_dec(greatest(-90, sky_strips.dec - c.radius)),
            science.zone_from_dec(least(90, sky_strips.dec + c.radius))
        ) AS z (zone)
    ),
    strip AS MATERIALIZED (
        SELECT
            e.zone,
            CASE
                WHEN abs(e.dec) >= 90 OR abs(sky_strips.dec) >= 90 OR h.haversine >= 1 THEN 180
                WHEN h.haversine <= 0 THEN 0
                ELSE degrees(2 * asin(sqrt(h.haversine)))
            END AS half_width
        FROM edge AS e
        CROSS JOIN LATERAL (
            SELECT
                (sin(radians(e.radius) / 2) ^ 2 - sin(radians(e.dec - sky_strips.dec) / 2) ^ 2)
                / nullif(cos(radians(e.dec)) * cos(radians(sky_strips.dec)), 0) AS haversine
        ) AS h
    )
    SELECT
        s.zone,
        CASE WHEN s.half_width < 180 THEN greatest(0, sky_strips.ra - s.half_width + t.turn) ELSE 0 END
            AS ra_min,
        CASE WHEN s.half_width < 180 THEN least(360, sky_strips.ra + s.half_width + t.turn) ELSE 360 END
            AS ra_max
    FROM strip AS s
    CROSS JOIN (VALUES (-360), (0), (360)) AS t (turn)
    WHERE CASE
        WHEN s.half_width < 180
        THEN sky_strips.ra - s.half_width + t.turn < 360 AND sky_strips.ra + s.half_width + t.turn >= 0
        ELSE t.turn = 0
    END;
END;

COMMENT ON FUNCTION science.sky_strips(double precision, double precision, double precision) IS
'The pieces of zones that hold a circle on the sky around a position [deg] with a radius [deg]; what lies in them may lie in the circle.
zone: Zone, as in survey.source. [] {meta.id;pos.eq.dec}
ra_min: Where the piece begins. [deg] {pos.eq.ra;stat.min}
ra_max: Where the piece ends. [deg] {pos.eq.ra;stat.max}
Subject: sky
Sample call: SELECT * FROM science.sky_strips(269.5, -30.2, 0.05);';
