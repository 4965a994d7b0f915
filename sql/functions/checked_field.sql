-- The field itself if it has images; otherwise an error that says where to look.
CREATE FUNCTION science.checked_field(field_id integer)
RETURNS integer
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM survey.field AS f WHERE f.field_id = checked_field.field_id)
        AND NOT EXISTS (
            SELECT 1 FROM survey.rejected_file AS r WHERE r.field_id = checked_field.field_id
        )
    THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('there is no field %s', checked_field.field_id),
              HINT = 'The fields are: SELECT field_id FROM science.field_overview;';
    END IF;
    RETURN checked_field.field_id;
END
$$;

COMMENT ON FUNCTION science.checked_field(integer) IS
'The field number, if the survey has the field; an error with a hint if not.
Sample call: SELECT science.checked_field(1);';
