-- True where an array can hold the vertices of a polygon, right ascension and declination by turns;
-- otherwise an error.
CREATE FUNCTION upkeep.require_vertices(vertices double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    n_number integer := pg_catalog.cardinality(vertices);
    n_null integer := n_number - pg_catalog.cardinality(pg_catalog.array_remove(vertices, NULL));
BEGIN
    IF n_number < 6 OR n_number % 2 = 1 OR n_null > 0 THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'a polygon of %s numbers, %s of them NULL: expected right ascension and declination by turns, at least three of each',
                  n_number, n_null
              ),
              HINT = 'As in: SELECT * FROM science.sources_in_polygon(ARRAY[269.4, -30.3, 269.6, -30.3, 269.5, -30.2]);';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_vertices(double precision[]) IS
'True where an array can hold the vertices of a polygon, right ascension and declination [deg] by turns; an error with a hint if not.
Sample call: SELECT upkeep.require_vertices(ARRAY[269.4, -30.3, 269.6, -30.3, 269.5, -30.2]);';
