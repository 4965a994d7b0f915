-- The grammar of comments, which is said here alone. A column's comment is: Sentence. [unit] {ucd}. That of a
-- view or function is a sentence, then a line for each column of the result that needs one, as in
-- "mean_flux: Arithmetic mean of the flux. [adu] {phot.flux}", then "Subject: ..." if it is an answer, and
-- "Sample call: ..." if it is a function.
CREATE FUNCTION upkeep.parsed_comment(comment text)
RETURNS TABLE (description text, unit text, ucd text, subject text, sample_call text)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        substring(c.sentence FROM '^(.*?)\s*(?:\[[^\]]*\] \{[^}]*\})?$') AS description,
        substring(c.sentence FROM '\[([^\]]*)\] \{[^}]*\}$') AS unit,
        substring(c.sentence FROM '\{([^}]*)\}$') AS ucd,
        substring(parsed_comment.comment FROM '\nSubject: ([^\n]*)') AS subject,
        substring(parsed_comment.comment FROM '\nSample call: ([^\n]*)') AS sample_call
    FROM (VALUES (split_part(parsed_comment.comment, E'\n', 1))) AS c (sentence);
END;

COMMENT ON FUNCTION upkeep.parsed_comment(text) IS
'A comment taken apart into description, unit, UCD, subject and sample call; missing is what it does not have.
Sample call: SELECT * FROM upkeep.parsed_comment(''Flux in aperture 1. [adu] {phot.flux;em.IR}'');';
