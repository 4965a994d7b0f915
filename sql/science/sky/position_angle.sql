-- In which direction does the second position lie as seen from the first? From north through east. The
-- opposite direction, half a turn further, has no jump to mend.
CREATE FUNCTION science.position_angle(
    ra_1 double precision, dec_1 double precision, ra_2 double precision, dec_2 double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 180 + degrees(atan2(
    -cos(radians(dec_2)) * sin(radians(ra_2 - ra_1)),
    sin(radians(dec_1)) * cos(radians(dec_2)) * cos(radians(ra_2 - ra_1))
    - cos(radians(dec_1)) * sin(radians(dec_2))
));

COMMENT ON FUNCTION science.position_angle(
    double precision, double precision, double precision, double precision
) IS
'Position angle [deg] of the second position as seen from the first, from north through east, 0 to 360; positions are right ascension and declination [deg].
Subject: sky
Sample call: SELECT science.position_angle(269.5, -30.2, 269.6, -30.2);';
