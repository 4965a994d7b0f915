-- The objects outside the schemas science, upkeep and tap_schema that use one of their views or functions.
WITH replaceable AS (
    SELECT n.oid
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname IN ('science', 'upkeep', 'tap_schema')
),
replaceable_object AS (
    SELECT 'pg_class'::regclass AS classid, c.oid AS objid
    FROM pg_catalog.pg_class AS c
    INNER JOIN replaceable AS n ON n.oid = c.relnamespace
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid
    FROM pg_catalog.pg_proc AS p
    INNER JOIN replaceable AS n ON n.oid = p.pronamespace
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid
    FROM pg_catalog.pg_type AS t
    INNER JOIN replaceable AS n ON n.oid = t.typnamespace
),
dependent AS (
    SELECT DISTINCT
        CASE WHEN r.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass END AS classid,
        coalesce(r.ev_class, d.objid) AS objid
    FROM pg_catalog.pg_depend AS d
    INNER JOIN replaceable_object AS s ON s.classid = d.refclassid AND s.objid = d.refobjid
    LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    WHERE d.deptype = 'n'
)
SELECT pg_catalog.pg_describe_object(d.classid, d.objid, 0) AS dependent
FROM dependent AS d
WHERE
    NOT EXISTS (
        SELECT 1 FROM replaceable_object AS s WHERE s.classid = d.classid AND s.objid = d.objid
    )
ORDER BY dependent;
