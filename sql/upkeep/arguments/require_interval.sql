-- Refuses an interval of modified Julian dates that ends before it begins, and Julian dates. Only what would
-- be a Julian date of 1950 to 2100 is taken for one: who gives 0 and 1e6 for everything is answered.
CREATE FUNCTION upkeep.require_interval(mjd_min double precision, mjd_max double precision)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    date double precision;
BEGIN
    FOREACH date IN ARRAY ARRAY[require_interval.mjd_min, require_interval.mjd_max] LOOP
        IF date BETWEEN 2433282 AND 2488070 THEN
            RAISE invalid_parameter_value
            USING MESSAGE = pg_catalog.format('%s is a Julian date, where a modified Julian date is expected', date),
                  HINT = pg_catalog.format(
                      'Its modified Julian date is %s: SELECT science.timestamp_from_mjd(%1$s);', date - 2400000.5
                  );
        END IF;
    END LOOP;
    IF require_interval.mjd_min > require_interval.mjd_max THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'the interval begins at MJD %s, after its end at %s',
                  require_interval.mjd_min, require_interval.mjd_max
              ),
              HINT = 'The dates that the survey has: SELECT min(mjd), max(mjd) FROM science.image_epoch;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_interval(double precision, double precision) IS
'True where two modified Julian dates [d] stand in order and are no Julian dates; an error with a hint if not.
Sample call: SELECT upkeep.require_interval(56800, 57300);';
