-- What can each function be asked, and what does it give? Constants stand in the defaults without the casts
-- that PostgreSQL adds. Of the comment the first line says what it is about; column.sql has the columns.
SELECT
    CASE
        WHEN h.topic LIKE 'R_' THEN 'question'
        WHEN p.provolatile = 'v' THEN 'writing'
        WHEN p.proretset THEN 'rows'
        ELSE 'value'
    END AS kind,
    'science.' || p.proname AS function_name,
    split_part(d.description, E'\n', 1) AS description,
    (
        SELECT
            array_agg(
                concat_ws(
                    ' ',
                    p.proargnames[a.place],
                    format_type(a.type_oid, NULL),
                    '= ' || regexp_replace(
                        regexp_replace(
                            pg_get_function_arg_default(p.oid, a.place::integer), '::[a-z ]+$', ''
                        ), '^''(-?[0-9.]+)''$', '\1'
                    )
                ) ORDER BY a.place
            )
        FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type_oid, place)
    ) AS arguments,
    CASE WHEN p.prorettype <> 'record'::regtype THEN pg_get_function_result(p.oid) END AS result,
    split_part(d.description, E'\nSample call: ', 2) AS sample_call
FROM pg_catalog.pg_proc AS p
INNER JOIN pg_catalog.pg_description AS d
    ON d.objoid = p.oid AND d.objsubid = 0 AND d.classoid = 'pg_catalog.pg_proc'::regclass
LEFT JOIN science.help AS h ON h.name = p.proname
WHERE p.pronamespace = 'science'::regnamespace
ORDER BY coalesce(substring(h.topic FROM '^R.$'), 'S'), p.proname;
