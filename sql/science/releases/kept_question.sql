-- Which questions does the digest ask, of whom and since when?
CREATE VIEW science.kept_question AS
SELECT
    q.name,
    q.description,
    q.query,
    q.role_name,
    q.timeout_seconds,
    q.saved_at,
    science.mjd_from_timestamp(q.saved_at) AS saved_mjd
FROM survey.saved_question AS q
ORDER BY q.name;

COMMENT ON VIEW science.kept_question IS 'The questions that python -m report digest asks again and again.
Subject: releases';
COMMENT ON COLUMN science.kept_question.name IS 'Name of the question. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.kept_question.description IS 'What it asks, in words. [] {meta.note}';
COMMENT ON COLUMN science.kept_question.query IS 'The SELECT. [] {meta.note}';
COMMENT ON COLUMN science.kept_question.role_name IS 'Reader that it is asked as. [] {meta.id}';
COMMENT ON COLUMN science.kept_question.timeout_seconds IS 'How long it may take. [s] {time.duration;stat.max}';
COMMENT ON COLUMN science.kept_question.saved_at IS 'Since when it is asked. [] {time.creation}';
COMMENT ON COLUMN science.kept_question.saved_mjd IS 'The same as modified Julian date. [d] {time.creation}';
