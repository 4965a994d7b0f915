-- Refuses the name of a release that there is not.
CREATE FUNCTION upkeep.require_release(name text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM survey.data_release AS r WHERE r.name = require_release.name) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no release "%s"', name),
              HINT = 'The releases are: SELECT name, made_at FROM science.release;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_release(text) IS
'True if there is a release of the name; an error with a hint if not.
Sample call: SELECT upkeep.require_release(''DR1'');';
