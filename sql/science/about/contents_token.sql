-- One hash of all that an answer rests on: the catalogues by the hash of their contents, the offsets of the
-- current ties, the noise floors, and the runs with the fingerprints of what they read. Two databases with
-- the same contents have the same. A release has this function too, and its token is what that gives.
--
-- Numbers as text depend on a setting, which is laid down.
CREATE FUNCTION science.contents_token()
RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
SET extra_float_digits = 1
BEGIN ATOMIC
    WITH line AS (
        SELECT concat_ws('|', 'catalogue', i.image_id, i.field_id, i.band, i.mjd, c.sha256) AS line
        FROM survey.image AS i
        INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id
        UNION ALL
        SELECT concat_ws('|', 'tie', t.band, o.image_id, o.offset_mag)
        FROM survey.tie AS t
        INNER JOIN survey.tie_offset AS o ON o.tie_id = t.tie_id
        WHERE t.is_current
        UNION ALL
        SELECT concat_ws('|', 'noise', n.band, n.calibration, n.field_id, n.mag, n.floor_mag)
        FROM science.noise_model AS n
        UNION ALL
        SELECT concat_ws('|', 'run', r.run_id, r.task, r.method, r.seed, r.input_sha256, r.code_version)
        FROM survey.model_run AS r
    ),
    -- In the order of their bytes, which no collation changes
    encoded AS (
        SELECT convert_to(l.line || E'\n', 'UTF8') AS line FROM line AS l
    )
    SELECT encode(sha256(coalesce(string_agg(e.line, '' ORDER BY e.line), '')), 'hex')
    FROM encoded AS e;
END;

COMMENT ON FUNCTION science.contents_token() IS
'SHA-256 over the catalogues, current ties, noise model and runs of ml: the same for the same contents.
Subject: about
Sample call: SELECT science.contents_token();';
