-- How far apart are two positions? The great circle between them, by the half angle's sine and cosine at
-- once: each is a sum of squares, so nothing cancels, neither for the smallest distances, where the law
-- of cosines fails, nor for antipodes, where the haversine does. Squares are powers, because a product
-- would compute its factor twice.
CREATE FUNCTION science.sky_distance(
    ra_1 double precision, dec_1 double precision, ra_2 double precision, dec_2 double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN degrees(2 * atan2(
    sqrt(
        sin(radians(dec_2 - dec_1) / 2) ^ 2
        + cos(radians(dec_1)) * cos(radians(dec_2)) * sin(radians(ra_2 - ra_1) / 2) ^ 2
    ),
    sqrt(
        cos(radians(dec_2 - dec_1) / 2) ^ 2 * cos(radians(ra_2 - ra_1) / 2) ^ 2
        + sin(radians(dec_1 + dec_2) / 2) ^ 2 * sin(radians(ra_2 - ra_1) / 2) ^ 2
    )
));

COMMENT ON FUNCTION science.sky_distance(
    double precision, double precision, double precision, double precision
) IS
'Distance on the sky [deg] between two positions, each right ascension and declination [deg]; exact from zero to antipodes.
Subject: sky
Sample call: SELECT science.sky_distance(269.5, -30.2, 269.6, -30.2) * 3600 AS arcsec;';
