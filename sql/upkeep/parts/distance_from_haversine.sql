-- Which distance is a haversine of? Up to a right angle its root says so to the last digit; beyond it
-- ever fewer digits are left, and science.sky_distance is asked, which is exact to antipodes.
CREATE FUNCTION upkeep.distance_from_haversine(
    haversine double precision,
    ra_1 double precision,
    dec_1 double precision,
    ra_2 double precision,
    dec_2 double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN haversine < 0.5 THEN degrees(2 * asin(sqrt(haversine)))
    ELSE science.sky_distance(ra_1, dec_1, ra_2, dec_2)
END;

COMMENT ON FUNCTION upkeep.distance_from_haversine(
    double precision, double precision, double precision, double precision, double precision
) IS
'Distance on the sky [deg] between two positions, each right ascension and declination [deg], of which upkeep.haversine is known already.
Sample call: SELECT upkeep.distance_from_haversine(upkeep.haversine(1, 2, 3, 4), 1, 2, 3, 4);';
