-- How far apart are two positions that are less than a right angle apart? Twice the angle whose sine is
-- half the chord between them. The chord is the distance of two points on a plane, which is one call for
-- two squares, a sum and a root: what a search computes for everything in its strips must cost little.
-- Nothing cancels in it for the smallest distances; towards antipodes digits are lost, and
-- science.sky_distance is asked. The cosine of the first declination is an argument, as a search has it
-- once for a centre.
CREATE FUNCTION upkeep.near_distance(
    ra_1 double precision,
    dec_1 double precision,
    cos_dec_1 double precision,
    ra_2 double precision,
    dec_2 double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (360 / pi()) * asin(
    point(
        sin((dec_2 - dec_1) * (pi() / 360)),
        sqrt(cos_dec_1 * cos(radians(dec_2))) * sin((ra_2 - ra_1) * (pi() / 360))
    ) <-> point(0, 0)
);

COMMENT ON FUNCTION upkeep.near_distance(
    double precision, double precision, double precision, double precision, double precision
) IS
'Distance on the sky [deg] between two positions less than 90 degrees apart, each right ascension and declination [deg], the cosine of the first declination between them.
Sample call: SELECT upkeep.near_distance(269.5, -30.2, cos(radians(-30.2)), 269.6, -30.2);';
