-- Refuses a name for a release that cannot be a schema's, or is taken.
CREATE FUNCTION upkeep.require_release_name(name text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF lower(name) !~ '^[a-z][a-z0-9_]{0,39}$'
        OR lower(name) ~ '^(pg_|survey|science|upkeep|public|tap_schema|information_schema)'
    THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('"%s" is no name for a release', name),
              HINT = 'It names a schema, too: a letter, then letters, digits and underscores, at most 40; as DR1.';
    END IF;
    IF EXISTS (
        SELECT 1 FROM pg_catalog.pg_namespace AS n
        WHERE n.nspname IN (lower(name), lower(name) || '_survey')
    ) THEN
        RAISE duplicate_schema
        USING MESSAGE = pg_catalog.format('there is a schema %s already', lower(name)),
              HINT = 'The releases are: SELECT name, schema_name FROM science.release; choose another name.';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_release_name(text) IS
'True if a release may be given the name; an error with a hint if not.
Sample call: SELECT upkeep.require_release_name(''DR7'');';
