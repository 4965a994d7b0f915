-- What is there to ask? The questions with a call that can be pasted, then every function and view with the
-- first sentence of its comment; a function's sample call is read from its comment too, so that the two
-- never differ.
CREATE VIEW science.help AS
SELECT
    h.topic,
    h.name,
    h.description,
    h.sample_call
FROM (
    SELECT
        CASE p.proname
            WHEN 'images_between' THEN 'R1'
            WHEN 'red_sources' THEN 'R2'
            WHEN 'variable_sources' THEN 'R3'
            WHEN 'catalogues_of_field' THEN 'R4'
            WHEN 'five_band_photometry' THEN 'R5'
            ELSE CASE WHEN p.proretset THEN 'function' ELSE 'helper' END
        END AS topic,
        p.proname::text AS name,
        split_part(d.description, E'\n', 1) AS description,
        substring(d.description FROM 'Sample call: (.*)$') AS sample_call
    FROM pg_catalog.pg_proc AS p
    LEFT JOIN pg_catalog.pg_description AS d
        ON d.objoid = p.oid AND d.objsubid = 0 AND d.classoid = 'pg_catalog.pg_proc'::regclass
    WHERE
        p.pronamespace = 'science'::regnamespace
        AND (p.provolatile <> 'v' OR p.proname = 'verify_summaries')
    UNION ALL
    SELECT
        'view' AS topic,
        c.relname::text AS name,
        d.description,
        'SELECT * FROM science.' || c.relname || ' LIMIT 10;' AS sample_call
    FROM pg_catalog.pg_class AS c
    LEFT JOIN pg_catalog.pg_description AS d
        ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_catalog.pg_class'::regclass
    WHERE c.relnamespace = 'science'::regnamespace AND c.relkind = 'v'
) AS h
ORDER BY position(h.topic IN 'R1 R2 R3 R4 R5 function view helper'), h.name;

COMMENT ON VIEW science.help IS
'What there is to ask: the five questions, the other functions and the views, each with a sample call.';
COMMENT ON COLUMN science.help.topic IS
'R1 to R5 for the five questions, else function, view or helper. [] {meta.code.class}';
COMMENT ON COLUMN science.help.name IS 'Name of the function or view. [] {meta.id}';
COMMENT ON COLUMN science.help.description IS 'What it answers, with units. [] {meta.note}';
COMMENT ON COLUMN science.help.sample_call IS 'A call to paste. [] {meta.note}';
