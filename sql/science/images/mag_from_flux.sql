-- The magnitude of a flux that is scaled to zero point 25 (Pogson 1856); missing where it has none.
CREATE FUNCTION science.mag_from_flux(flux double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN mag_from_flux.flux > 0 THEN 25 - 2.5 * log(mag_from_flux.flux) END;

COMMENT ON FUNCTION science.mag_from_flux(double precision) IS
'Magnitude [mag] of a flux at zero point 25 [adu]; NULL where the flux is not positive.
Subject: images
Sample call: SELECT science.mag_from_flux(10000);';
