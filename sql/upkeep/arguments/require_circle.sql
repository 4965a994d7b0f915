-- True where position and radius make a circle on the sky; otherwise an error.
CREATE FUNCTION upkeep.require_circle(ra double precision, "dec" double precision, radius double precision)
RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN upkeep.require_position(ra, "dec") AND upkeep.require_radius(radius);

COMMENT ON FUNCTION upkeep.require_circle(double precision, double precision, double precision) IS
'True where a position and a radius [deg] make a circle on the sky; an error with a hint if not.
Sample call: SELECT upkeep.require_circle(269.5, -30.2, 0.05);';
