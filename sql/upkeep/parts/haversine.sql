-- How far apart are two positions, in the measure that costs least? The square of the sine of half their
-- distance, which grows with it from 0 to 1. Searches compute it for everything in their strips, and the
-- distance itself for what is near: three functions of angles a row rather than ten, and the rest of the
-- first position's share is a constant to the planner.
CREATE FUNCTION upkeep.haversine(
    ra_1 double precision, dec_1 double precision, ra_2 double precision, dec_2 double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN
    sin((dec_2 - dec_1) * (pi() / 360)) ^ 2
    + cos(dec_1 * (pi() / 180)) * cos(dec_2 * (pi() / 180)) * sin((ra_2 - ra_1) * (pi() / 360)) ^ 2;

COMMENT ON FUNCTION upkeep.haversine(
    double precision, double precision, double precision, double precision
) IS
'Haversine of the distance between two positions, each right ascension and declination [deg]: the square of the sine of half of it (dimensionless).
Sample call: SELECT upkeep.haversine(269.5, -30.2, 269.6, -30.2);';
