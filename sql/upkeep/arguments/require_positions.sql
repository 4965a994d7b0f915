-- True where three arrays are a list of positions; otherwise an error that names the first that is none.
CREATE FUNCTION upkeep.require_positions(ids bigint[], ras double precision[], decs double precision[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    example text := 'As in: SELECT * FROM science.match_positions(ARRAY[1, 2], ARRAY[269.5, 269.6], ARRAY[-30.2, -30.1], 1 / 3600.0);';
    bad record;
BEGIN
    IF pg_catalog.cardinality(ids) <> pg_catalog.cardinality(ras)
        OR pg_catalog.cardinality(ids) <> pg_catalog.cardinality(decs)
    THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'arrays of unequal length: %s numbers, %s right ascensions, %s declinations',
                  pg_catalog.cardinality(ids), pg_catalog.cardinality(ras), pg_catalog.cardinality(decs)
              ),
              HINT = example;
    END IF;
    SELECT p.place, p.id, p.ra, p.dec INTO bad
    FROM unnest(ids, ras, decs) WITH ORDINALITY AS p (id, ra, dec, place)
    WHERE
        p.id IS NULL OR p.ra IS NULL OR p.dec IS NULL
        OR p.ra NOT BETWEEN 0 AND 360 OR p.dec NOT BETWEEN -90 AND 90
    LIMIT 1;
    IF FOUND THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'position %s of the list: number %s, right ascension %s, declination %s; expected a number, 0 to 360 and -90 to 90 degrees',
                  bad.place, coalesce(bad.id::text, 'NULL'), coalesce(bad.ra::text, 'NULL'),
                  coalesce(bad.dec::text, 'NULL')
              ),
              HINT = example;
    END IF;
    SELECT p.id INTO bad FROM unnest(ids) AS p (id) GROUP BY p.id HAVING count(*) > 1 LIMIT 1;
    IF FOUND THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('number %s is given to more than one position of the list', bad.id),
              HINT = example;
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_positions(bigint[], double precision[], double precision[]) IS
'True where arrays of numbers, right ascensions and declinations [deg] are a list of positions; an error with a hint if not.
Sample call: SELECT upkeep.require_positions(ARRAY[1], ARRAY[269.5], ARRAY[-30.2]);';
