-- Refuses what is neither of the two fitted densities.
CREATE FUNCTION upkeep.require_density(density text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_density.density NOT IN ('observed', 'intrinsic') THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no density "%s"', require_density.density),
              HINT = 'It is observed (as measured) or intrinsic (before the errors).';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_density(text) IS
'True if the density is observed or intrinsic; an error with a hint if not.
Sample call: SELECT upkeep.require_density(''observed'');';
