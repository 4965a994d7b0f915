-- Refuses to add a floor where the noise was not measured for the band and calibration as it is now. Raw
-- fluxes have no noise model: what they scatter by are their zero points.
CREATE FUNCTION upkeep.require_noise_model(with_floor boolean, calibration text, band text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_noise_model.with_floor AND require_noise_model.calibration = 'raw' THEN
        RAISE invalid_parameter_value
        USING MESSAGE = 'calibration "raw" has no noise floor',
              HINT = 'Ask without the floor, or for another calibration: '
                     'SELECT * FROM science.variable_sources(20, ''raw'', ''Ks'');';
    END IF;
    IF require_noise_model.with_floor AND NOT EXISTS (
        SELECT 1 FROM science.noise_model AS m
        WHERE m.band = require_noise_model.band AND m.calibration = require_noise_model.calibration
    ) THEN
        RAISE object_not_in_prerequisite_state
        USING MESSAGE = pg_catalog.format(
                  'the noise of calibration "%s" in band "%s" was not measured yet',
                  require_noise_model.calibration, require_noise_model.band
              ),
              HINT = 'What was measured: SELECT DISTINCT band, calibration FROM science.noise_model; '
                     'whoever loads measures it by upkeep.measure_noise_floor.';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_noise_model(boolean, text, text) IS
'True if there is a noise floor for the band and calibration, or none is asked for; an error with a hint if not.
Sample call: SELECT upkeep.require_noise_model(false, ''catalogue'', ''Ks'');';
