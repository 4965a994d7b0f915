-- How far north does a position lie on the plane that touches the sky at a centre? With
-- science.tangent_xi the gnomonic projection.
CREATE FUNCTION science.tangent_eta(
    ra double precision, "dec" double precision, ra_centre double precision, dec_centre double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN degrees(
    (
        cos(radians(dec_centre)) * sin(radians("dec"))
        - sin(radians(dec_centre)) * cos(radians("dec")) * cos(radians(ra - ra_centre))
    ) / (
        sin(radians(dec_centre)) * sin(radians("dec"))
        + cos(radians(dec_centre)) * cos(radians("dec")) * cos(radians(ra - ra_centre))
    )
);

COMMENT ON FUNCTION science.tangent_eta(
    double precision, double precision, double precision, double precision
) IS
'Coordinate to the north [deg at the centre] of a position on the plane that touches the sky at a centre less than 90 degrees away; both are right ascension and declination [deg].
Subject: sky
Sample call: SELECT science.tangent_eta(269.6, -30.1, 269.5, -30.2);';
