-- The calibration itself if there is one of that name; otherwise an error that lists them.
CREATE FUNCTION science.checked_calibration(calibration text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF checked_calibration.calibration NOT IN ('catalogue', 'raw', 'tied') THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no calibration "%s"', checked_calibration.calibration),
              HINT = 'Choose ''catalogue'' (fluxes scaled to one zero point), ''tied'' (images tied to each '
                     'other as well) or ''raw'' (as measured): '
                     'SELECT * FROM science.variable_sources(20, ''catalogue'');';
    END IF;
    RETURN checked_calibration.calibration;
END
$$;

COMMENT ON FUNCTION science.checked_calibration(text) IS
'The name of the calibration, if there is one of that name; an error with a hint if not.
Sample call: SELECT science.checked_calibration(''catalogue'');';
