-- What can each function be asked, and what does it give? column.sql has the columns of what it gives.
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
    f.sample_call
FROM science.function_info AS f
ORDER BY coalesce(substring(f.subject FROM '^R.$'), 'S'), f.function_name;
