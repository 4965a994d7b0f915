-- True where two modified Julian dates stand in order; otherwise an error.
CREATE FUNCTION science.checked_interval(mjd_min double precision, mjd_max double precision)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF checked_interval.mjd_min > checked_interval.mjd_max THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'the interval begins at MJD %s, after its end at %s',
                  checked_interval.mjd_min, checked_interval.mjd_max
              ),
              HINT = 'The dates that the survey has: SELECT min(mjd), max(mjd) FROM science.image_epoch;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION science.checked_interval(double precision, double precision) IS
'True where the two modified Julian dates [d] stand in order; an error with a hint if not.
Sample call: SELECT science.checked_interval(56800, 57300);';
