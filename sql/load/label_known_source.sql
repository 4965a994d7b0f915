-- Which of these sources are here? Argument: their numbers.
SELECT s.source_id FROM survey.source AS s WHERE s.source_id = any(%(source_ids)s::bigint[]);
