-- What does each function take and give? Those of both schemas, taken from the catalogues and their comments;
-- what the columns of a result hold is in science.column_info. Constants stand in the defaults without the
-- casts that PostgreSQL adds. Functions of one name, which say the same of other types of arguments, are told
-- apart by their signature.
CREATE VIEW science.function_info AS
SELECT
    p.pronamespace::regnamespace::text AS schema_name,
    p.proname::text AS function_name,
    (
        SELECT
            string_agg(
                concat_ws(
                    ' ',
                    p.proargnames[a.place],
                    format_type(a.type_oid, NULL),
                    '= ' || regexp_replace(
                        regexp_replace(
                            pg_get_function_arg_default(p.oid, a.place::integer), '::[a-z ]+$', ''
                        ), '^''(-?[0-9.]+)''$', '\1'
                    )
                ), E'\n' ORDER BY a.place
            )
        FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type_oid, place)
    ) AS arguments,
    CASE WHEN p.prorettype <> 'record'::regtype THEN pg_get_function_result(p.oid) END AS result,
    p.proretset AS gives_rows,
    c.description,
    c.subject,
    c.sample_call,
    format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) AS signature,
    row_number() OVER (
        PARTITION BY p.pronamespace, p.proname ORDER BY pg_get_function_identity_arguments(p.oid)
    )::integer AS variant
FROM pg_catalog.pg_proc AS p
LEFT JOIN LATERAL upkeep.parsed_comment(obj_description(p.oid, 'pg_proc')) AS c ON true
WHERE p.pronamespace::regnamespace::text IN ('science', 'upkeep');

COMMENT ON VIEW science.function_info IS
'The functions of the database with arguments, result, description and sample call.
Subject: about';
COMMENT ON COLUMN science.function_info.schema_name IS
'Schema of the function: science for what can be asked, upkeep for the rest. [] {meta.id}';
COMMENT ON COLUMN science.function_info.function_name IS 'Name of the function. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.function_info.arguments IS
'Its arguments, one a line, with type and default. [] {meta.note}';
COMMENT ON COLUMN science.function_info.result IS
'Type of its result; missing where it gives columns of its own. [] {meta.code}';
COMMENT ON COLUMN science.function_info.gives_rows IS 'Whether it gives rows. [] {meta.code}';
COMMENT ON COLUMN science.function_info.description IS 'What it answers or does, with units. [] {meta.note}';
COMMENT ON COLUMN science.function_info.subject IS
'What the answer is about; missing for upkeep. [] {meta.code.class}';
COMMENT ON COLUMN science.function_info.sample_call IS 'A call to paste. [] {meta.note}';
COMMENT ON COLUMN science.function_info.signature IS
'Name and arguments, by which functions of one name are told apart. [] {meta.id}';
COMMENT ON COLUMN science.function_info.variant IS
'Rank among the functions of its name; 1 where there is one. [] {meta.number}';
