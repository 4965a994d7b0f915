-- Refuses an interval of modified Julian dates that ends before it begins.
CREATE FUNCTION upkeep.require_interval(mjd_min double precision, mjd_max double precision)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
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
'True where the two modified Julian dates [d] stand in order; an error with a hint if not.
Sample call: SELECT upkeep.require_interval(56800, 57300);';
