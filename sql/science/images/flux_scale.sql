-- By what a raw flux is multiplied to bring it from its image's zero point to the common one, 25 mag, so
-- that fluxes of two images can be compared.
CREATE FUNCTION science.flux_scale(zero_point double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN power(10::double precision, 0.4::double precision * (25 - flux_scale.zero_point));

COMMENT ON FUNCTION science.flux_scale(double precision) IS
'Factor that scales a flux from a zero point [mag] to zero point 25; the result is dimensionless.
Subject: images
Sample call: SELECT science.flux_scale(24.37);';
