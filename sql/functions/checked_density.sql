-- The name of a fitted density if it is one of the two; otherwise an error that names them.
CREATE FUNCTION science.checked_density(density text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF checked_density.density NOT IN ('observed', 'intrinsic') THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no density "%s"', checked_density.density),
              HINT = 'It is observed (as measured) or intrinsic (before the errors).';
    END IF;
    RETURN checked_density.density;
END
$$;

COMMENT ON FUNCTION science.checked_density(text) IS
'The name of a density, if it is observed or intrinsic; an error with a hint if not.
Sample call: SELECT science.checked_density(''observed'');';
