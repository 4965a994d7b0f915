-- By how much earlier does light from a position reach the Earth than the barycentre of the solar system?
-- The Earth by the ellipse of the Earth and Moon's barycentre, and the Sun's distance from the barycentre by
-- those of the four large planets: mean elements at J2000 and their rates for 1800 to 2050 (Standish, JPL),
-- the equation of the centre to the third order. That leaves up to 0.06 s, and the observatory's place on the
-- turning Earth 0.02 s; tests hold it against astropy. A reciprocal mass counts positive where the body
-- is the Earth itself, and negative where it pulls the Sun.
CREATE FUNCTION science.barycentric_light_time(
    mjd double precision, ra double precision, "dec" double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH element AS (
        SELECT
            b.weight,
            b.a + b.a_rate * t.century AS a,
            b.e + b.e_rate * t.century AS e,
            radians(b.i + b.i_rate * t.century) AS i,
            radians(b.node + b.node_rate * t.century) AS node,
            radians(b.peri + b.peri_rate * t.century) AS peri,
            radians(b.l + b.l_rate * t.century - b.peri - b.peri_rate * t.century) AS anomaly
        FROM (SELECT (barycentric_light_time.mjd - 51544.5) / 36525 AS century) AS t
        CROSS JOIN (
            VALUES
            (
                1::double precision,
                1.00000261::double precision, 0.00000562::double precision,
                0.01671123::double precision, -0.00004392::double precision,
                -0.00001531::double precision, -0.01294668::double precision,
                100.46457166::double precision, 35999.37244981::double precision,
                102.93768193::double precision, 0.32327364::double precision,
                0::double precision, 0::double precision
            ),
            (
                -1 / 1047.3486, 5.202887, -0.00011607, 0.04838624, -0.00013253, 1.30439695, -0.00183714,
                34.39644051, 3034.74612775, 14.72847983, 0.21252668, 100.47390909, 0.20469106
            ),
            (
                -1 / 3497.898, 9.53667594, -0.0012506, 0.05386179, -0.00050991, 2.48599187, 0.00193609,
                49.95424423, 1222.49362201, 92.59887831, -0.41897216, 113.66242448, -0.28867794
            ),
            (
                -1 / 22902.98, 19.18916464, -0.00196176, 0.04725744, -0.00004397, 0.77263783, -0.00242939,
                313.23810451, 428.48202785, 170.9542763, 0.40805281, 74.01692503, 0.04240589
            ),
            (
                -1 / 19412.24, 30.06992276, 0.00026291, 0.00859048, 0.00005105, 1.77004347, 0.00035372,
                -55.12002969, 218.45945325, 44.96476227, -0.32241464, 131.78422574, -0.00508664
            )
        ) AS b (
            weight, a, a_rate, e, e_rate, i, i_rate, l, l_rate, peri, peri_rate, node, node_rate
        )
    ),
    place AS (
        -- True anomaly v, distance r and argument of latitude u
        SELECT
            o.weight,
            o.i,
            o.node,
            o.v + o.peri - o.node AS u,
            o.a * (1 - o.e * o.e) / (1 + o.e * cos(o.v)) AS r
        FROM (
            SELECT
                e.weight,
                e.a,
                e.e,
                e.i,
                e.node,
                e.peri,
                e.anomaly + (2 * e.e - power(e.e, 3) / 4) * sin(e.anomaly)
                + 1.25 * e.e * e.e * sin(2 * e.anomaly)
                + 13 * power(e.e, 3) / 12 * sin(3 * e.anomaly) AS v
            FROM element AS e
        ) AS o
    ),
    direction AS (
        -- In the ecliptic of J2000, whose obliquity is 23.43928 degrees
        SELECT
            cosd(barycentric_light_time.dec) * cosd(barycentric_light_time.ra) AS x,
            cosd(23.43928) * cosd(barycentric_light_time.dec) * sind(barycentric_light_time.ra)
            + sind(23.43928) * sind(barycentric_light_time.dec) AS y,
            cosd(23.43928) * sind(barycentric_light_time.dec)
            - sind(23.43928) * cosd(barycentric_light_time.dec) * sind(barycentric_light_time.ra) AS z
    )
    -- 499.004784 s is the light time of one astronomical unit
    SELECT
        499.004784 * sum(
            p.weight * p.r * (
                (cos(p.node) * cos(p.u) - sin(p.node) * sin(p.u) * cos(p.i)) * d.x
                + (sin(p.node) * cos(p.u) + cos(p.node) * sin(p.u) * cos(p.i)) * d.y
                + sin(p.u) * sin(p.i) * d.z
            )
        )
    FROM place AS p
    CROSS JOIN direction AS d;
END;

COMMENT ON FUNCTION science.barycentric_light_time(double precision, double precision, double precision) IS
'How much later [s] light from a right ascension and declination [deg], ICRS, that reaches the Earth at a modified Julian date [d] would reach the barycentre of the solar system; right to 0.1 s from 1900 to 2050.
Subject: images
Sample call: SELECT science.barycentric_light_time(57267.167, 269.5, -30.2);';
