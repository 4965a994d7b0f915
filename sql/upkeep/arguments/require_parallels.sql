-- True where two declinations stand in order; otherwise an error.
CREATE FUNCTION upkeep.require_parallels(dec_min double precision, dec_max double precision)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_parallels.dec_min > require_parallels.dec_max THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'the box begins at declination %s, above its end at %s',
                  require_parallels.dec_min, require_parallels.dec_max
              ),
              HINT = 'Right ascensions first, then declinations from south to north: SELECT * FROM science.sources_in_box(269.4, 269.6, -30.3, -30.2);';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_parallels(double precision, double precision) IS
'True where two declinations [deg] stand in order from south to north; an error with a hint if not.
Sample call: SELECT upkeep.require_parallels(-30.3, -30.2);';
