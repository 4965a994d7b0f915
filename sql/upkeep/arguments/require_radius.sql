-- True where a radius is one on the sky; otherwise an error.
CREATE FUNCTION upkeep.require_radius(radius double precision)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_radius.radius NOT BETWEEN 0 AND 180 THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('a radius of %s: expected 0 to 180 degrees', require_radius.radius),
              HINT = 'A second of arc is 1/3600: SELECT * FROM science.sources_near(269.5, -30.2, 1 / 3600.0);';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_radius(double precision) IS
'True where a radius [deg] is from 0 to 180; an error with a hint if not.
Sample call: SELECT upkeep.require_radius(0.05);';
