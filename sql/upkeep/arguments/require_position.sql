-- True where a right ascension and a declination are a position on the sky; otherwise an error. NaN is
-- above every number, so that a range refuses it too.
CREATE FUNCTION upkeep.require_position(ra double precision, "dec" double precision)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_position.ra NOT BETWEEN 0 AND 360 OR require_position.dec NOT BETWEEN -90 AND 90 THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'right ascension %s, declination %s is no position on the sky: 0 to 360 and -90 to 90 degrees',
                  require_position.ra, require_position.dec
              ),
              HINT = 'Hours become degrees so: SELECT science.ra_from_text(''17:58:12.3''), science.dec_from_text(''-30:12:00'');';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_position(double precision, double precision) IS
'True where right ascension and declination [deg] are a position on the sky; an error with a hint if not.
Sample call: SELECT upkeep.require_position(269.5, -30.2);';
