-- True where what reaches so far from its centre lies well on a plane that touches the sky there;
-- otherwise an error.
CREATE FUNCTION upkeep.require_extent(radius double precision)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_extent.radius >= 80 THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'a vertex of the polygon is %s degrees from its centre: expected less than 80', require_extent.radius
              ),
              HINT = 'Ask for parts of it. As in: SELECT * FROM science.sources_in_polygon(ARRAY[269.4, -30.3, 269.6, -30.3, 269.5, -30.2]);';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_extent(double precision) IS
'True where a polygon reaches less than 80 degrees from its centre; an error with a hint if not.
Sample call: SELECT upkeep.require_extent(0.1);';
