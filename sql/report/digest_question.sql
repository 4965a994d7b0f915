-- The questions that the digest asks.
SELECT q.name, q.description, q.query, q.role_name, q.timeout_seconds
FROM science.kept_question AS q
ORDER BY q.name;
