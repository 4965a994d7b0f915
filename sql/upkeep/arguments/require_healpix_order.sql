-- True where HEALPix has an order; otherwise an error. Beyond 29 the number of a pixel needs more than 63
-- bits.
CREATE FUNCTION upkeep.require_healpix_order("order" integer)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_healpix_order."order" NOT BETWEEN 0 AND 29 THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('HEALPix order %s: expected 0 to 29', require_healpix_order."order"),
              HINT = 'Order 12 has pixels of 52 seconds of arc: SELECT science.healpix_nested(269.5, -30.2, 12);';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_healpix_order(integer) IS
'True where HEALPix has an order, 0 to 29; an error with a hint if not.
Sample call: SELECT upkeep.require_healpix_order(12);';
