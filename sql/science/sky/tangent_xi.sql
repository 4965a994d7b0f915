-- How far east does a position lie on the plane that touches the sky at a centre? The gnomonic
-- projection, on which great circles are straight lines.
CREATE FUNCTION science.tangent_xi(
    ra double precision, "dec" double precision, ra_centre double precision, dec_centre double precision
)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN degrees(
    cos(radians("dec")) * sin(radians(ra - ra_centre)) / (
        sin(radians(dec_centre)) * sin(radians("dec"))
        + cos(radians(dec_centre)) * cos(radians("dec")) * cos(radians(ra - ra_centre))
    )
);

COMMENT ON FUNCTION science.tangent_xi(
    double precision, double precision, double precision, double precision
) IS
'Coordinate to the east [deg at the centre] of a position on the plane that touches the sky at a centre less than 90 degrees away; both are right ascension and declination [deg].
Subject: sky
Sample call: SELECT science.tangent_xi(269.6, -30.1, 269.5, -30.2);';
