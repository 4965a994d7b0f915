-- Keeps a question for the digest, or puts another text in its place. It is asked as a reader and as nobody
-- else: a role that may read and no more, else who saves it could have it asked with rights of another.
CREATE FUNCTION upkeep.save_question(
    name text, query text, description text DEFAULT '', timeout_seconds integer DEFAULT 60,
    role_name text DEFAULT 'epochdb_reader'
)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1
        FROM pg_catalog.pg_roles AS r
        WHERE
            r.rolname = save_question.role_name AND NOT r.rolsuper
            AND pg_catalog.pg_has_role(r.oid, 'epochdb_reader', 'MEMBER')
            AND NOT pg_catalog.pg_has_role(r.oid, 'epochdb_loader', 'MEMBER')
            AND NOT pg_catalog.pg_has_role(r.oid, 'epochdb_owner', 'MEMBER')
    ) THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('role %s is no reader', save_question.role_name),
              HINT = 'A question belongs to epochdb_reader, or to a member of it that is no more than that.';
    END IF;
    INSERT INTO survey.saved_question AS q (name, role_name, query, description, timeout_seconds)
    VALUES (
        save_question.name, save_question.role_name, save_question.query, save_question.description,
        save_question.timeout_seconds
    )
    ON CONFLICT ON CONSTRAINT saved_question_pkey DO UPDATE SET
        role_name = excluded.role_name, query = excluded.query, description = excluded.description,
        timeout_seconds = excluded.timeout_seconds;
END
$$;

COMMENT ON FUNCTION upkeep.save_question(text, text, text, integer, text) IS
'Keeps a SELECT under a name for python -m report digest, with what it asks in words, how long it may take [s] and the reader it belongs to.
Sample call: SELECT upkeep.save_question(''red'', ''SELECT * FROM science.red_sources(2)'', ''Very red sources'');';
