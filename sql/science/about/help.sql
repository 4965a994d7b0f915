-- What is there to ask? Every answer by its subject, the five questions first, with the first sentence of its
-- comment and a call that can be pasted, so that neither is written twice. Of functions of one name the
-- first: the others say the same of other types.
CREATE VIEW science.help AS
SELECT
    a.subject,
    a.name,
    a.kind,
    a.description,
    a.sample_call
FROM (
    SELECT f.subject, f.function_name AS name, 'function' AS kind, f.description, f.sample_call
    FROM science.function_info AS f
    WHERE f.schema_name = 'science' AND f.variant = 1
    UNION ALL
    SELECT
        c.subject, r.relname::text AS name, 'view' AS kind, c.description,
        'SELECT * FROM science.' || r.relname || ' LIMIT 10;' AS sample_call
    FROM pg_catalog.pg_class AS r
    LEFT JOIN LATERAL upkeep.parsed_comment(obj_description(r.oid, 'pg_class')) AS c ON true
    WHERE r.relnamespace = 'science'::regnamespace AND r.relkind = 'v'
) AS a
ORDER BY
    position(
        a.subject IN 'R1 R2 R3 R4 R5 images sources sky variability stars redshifts releases about'
    ),
    a.name;

COMMENT ON VIEW science.help IS
'What there is to ask: the five questions and all other answers by subject, each with a sample call.
Subject: about';
COMMENT ON COLUMN science.help.subject IS
'R1 to R5 for the five questions, else what it is about. [] {meta.code.class}';
COMMENT ON COLUMN science.help.name IS 'Name of the function or view. [] {meta.id}';
COMMENT ON COLUMN science.help.kind IS 'Whether it is a view or a function. [] {meta.code.class}';
COMMENT ON COLUMN science.help.description IS 'What it answers, with units. [] {meta.note}';
COMMENT ON COLUMN science.help.sample_call IS 'A call to paste. [] {meta.note}';
