-- In which pixel of the sky does a position lie? HEALPix in nested order (Gorski et al. 2005, ApJ 622,
-- 759): twelve faces, each divided into 4^order pixels of equal area. Along each face two coordinates
-- count in pixels; their bits by turns are the number. Near the poles the cosine of the declination keeps
-- the digits that 1 - sin would lose.
CREATE FUNCTION science.healpix_nested(ra double precision, "dec" double precision, "order" integer)
RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        upkeep.require_position(healpix_nested.ra, healpix_nested.dec)
        AND upkeep.require_healpix_order(healpix_nested.order);

    -- Each step is kept, so that the next does not compute it again for each time that it is named
    WITH place AS MATERIALIZED (
        SELECT
            1::bigint << healpix_nested.order AS n_side,
            sin(radians(healpix_nested.dec)) AS z,
            -- Quarters of a circle
            CASE WHEN healpix_nested.ra < 360 THEN healpix_nested.ra / 90 ELSE 0 END AS quarter
    ),
    line AS MATERIALIZED (
        SELECT
            p.n_side,
            p.z,
            p.n_side - 1 AS last,
            abs(p.z) <= 2 / 3.0::double precision AS is_belt,
            least(3, floor(p.quarter))::bigint AS cap,
            floor(p.n_side * (0.5 + p.quarter - 0.75 * p.z))::bigint AS belt_p,
            floor(p.n_side * (0.5 + p.quarter + 0.75 * p.z))::bigint AS belt_m,
            p.quarter - least(3, floor(p.quarter)) AS within_cap,
            p.n_side * CASE
                WHEN abs(p.z) < 0.99 THEN sqrt(3 * (1 - abs(p.z)))
                ELSE cos(radians(healpix_nested.dec)) / sqrt((1 + abs(p.z)) / 3)
            END AS cap_scale
        FROM place AS p
    ),
    pixel AS MATERIALIZED (
        SELECT
            CASE
                WHEN NOT l.is_belt THEN l.cap + CASE WHEN l.z < 0 THEN 8 ELSE 0 END
                WHEN l.belt_p >> healpix_nested.order = l.belt_m >> healpix_nested.order
                    THEN (l.belt_p >> healpix_nested.order) | 4
                WHEN l.belt_p < l.belt_m THEN l.belt_p >> healpix_nested.order
                ELSE (l.belt_m >> healpix_nested.order) + 8
            END AS face,
            CASE
                WHEN l.is_belt THEN l.belt_m & l.last
                WHEN l.z < 0 THEN least(l.last, floor(l.within_cap * l.cap_scale)::bigint)
                ELSE l.last - least(l.last, floor((1 - l.within_cap) * l.cap_scale)::bigint)
            END AS x,
            CASE
                WHEN l.is_belt THEN l.last - (l.belt_p & l.last)
                WHEN l.z < 0 THEN least(l.last, floor((1 - l.within_cap) * l.cap_scale)::bigint)
                ELSE l.last - least(l.last, floor(l.within_cap * l.cap_scale)::bigint)
            END AS y
        FROM line AS l
    )
    SELECT
        (p.face << (2 * healpix_nested.order))
        | upkeep.spread_bits(p.x)
        | (upkeep.spread_bits(p.y) << 1)
    FROM pixel AS p;
END;

COMMENT ON FUNCTION science.healpix_nested(double precision, double precision, integer) IS
'HEALPix pixel in nested order that holds a position, right ascension and declination [deg], at an order from 0 to 29.
Subject: sky
Sample call: SELECT science.healpix_nested(269.5, -30.2, 12);';
