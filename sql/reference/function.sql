-- What can each function be asked, and what does it give? column.sql has the columns of what it gives. Of
-- functions of one name the first, with the signatures of the others.
SELECT
    CASE
        WHEN f.schema_name = 'upkeep' THEN 'upkeep'
        WHEN f.subject LIKE 'R_' THEN 'question'
        WHEN f.gives_rows THEN 'rows'
        ELSE 'value'
    END AS kind,
    f.schema_name || '.' || f.function_name AS function_name,
    f.description,
    string_to_array(f.arguments, E'\n') AS arguments,
    f.result,
    f.sample_call,
    ARRAY(
        SELECT o.signature
        FROM science.function_info AS o
        WHERE o.schema_name = f.schema_name AND o.function_name = f.function_name AND o.variant > 1
        ORDER BY o.variant
    ) AS others
FROM science.function_info AS f
WHERE f.variant = 1
ORDER BY coalesce(substring(f.subject FROM '^R.$'), 'S'), f.function_name;
