-- The columns of a table of the survey, in order, as a list for a query: copies of rows are made of them,
-- so that a column which is added later is copied too.
CREATE FUNCTION upkeep.columns_of(table_name text, alias text)
RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT string_agg(format('%s%I', columns_of.alias, a.attname), ', ' ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute AS a
    INNER JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE
        c.relnamespace = 'survey'::regnamespace
        AND c.relname = columns_of.table_name
        AND a.attnum > 0
        AND NOT a.attisdropped;
END;

COMMENT ON FUNCTION upkeep.columns_of(text, text) IS
'The columns of a table of schema survey as a list for a query, each after an alias with its dot.
Sample call: SELECT upkeep.columns_of(''field'', ''f.'');';
