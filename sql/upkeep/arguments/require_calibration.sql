-- Refuses what is no calibration, and lists those that there are.
CREATE FUNCTION upkeep.require_calibration(calibration text)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_calibration.calibration NOT IN ('catalogue', 'raw', 'tied') THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no calibration "%s"', require_calibration.calibration),
              HINT = 'Choose ''catalogue'' (fluxes scaled to one zero point), ''tied'' (images tied to each '
                     'other as well) or ''raw'' (as measured): '
                     'SELECT * FROM science.variable_sources(20, ''catalogue'');';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_calibration(text) IS
'True if there is a calibration of that name; an error with a hint if not.
Sample call: SELECT upkeep.require_calibration(''catalogue'');';
