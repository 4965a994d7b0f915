-- Refuses a column that no catalogue of others of that name has.
CREATE FUNCTION upkeep.require_external_column(catalogue_name text, column_name text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM survey.external_list_column AS c
        WHERE
            c.catalogue_name = require_external_column.catalogue_name
            AND c.column_name = require_external_column.column_name
    ) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  'there is no column "%s" of an external catalogue "%s"',
                  require_external_column.column_name, require_external_column.catalogue_name
              ),
              HINT = 'There are: SELECT catalogue_name, column_name FROM science.external_column;';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_external_column(text, text) IS
'True where a catalogue of others has a column; an error with a hint if not.
Sample call: SELECT upkeep.require_external_column(c.catalogue_name, c.column_name) FROM science.external_column AS c;';
