-- Refuses a field of which neither an image nor a refused file is known.
CREATE FUNCTION upkeep.require_field(field_id integer)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM survey.field AS f WHERE f.field_id = require_field.field_id)
        AND NOT EXISTS (
            SELECT 1 FROM survey.rejected_file AS r WHERE r.field_id = require_field.field_id
        )
    THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no field %s', require_field.field_id),
              HINT = 'The fields are: SELECT field_id FROM science.field_overview;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_field(integer) IS
'True if the survey has the field; an error with a hint if not.
Sample call: SELECT upkeep.require_field(1);';
