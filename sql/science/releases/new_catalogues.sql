-- Which catalogues came after a load, took another's place, were taken out or refused? Before and after are
-- the first digits of the hash of their contents. A removal is no part of a load: those count that came
-- after it had ended, or after the next had begun.
CREATE FUNCTION science.new_catalogues(load_id bigint)
RETURNS TABLE (
    change text, image_id integer, field_id integer, band text, mjd double precision, path text, before text,
    after text
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH removed AS (
        SELECT DISTINCT ON (r.image_id)
            r.image_id, r.field_id, r.band, r.mjd, r.path, r.sha256
        FROM survey.removed_catalogue AS r
        WHERE r.removed_at >= (
            SELECT
                coalesce(
                    least(
                        max(coalesce(l.finished_at, l.started_at)) FILTER (WHERE l.load_id = e.load_id),
                        min(l.started_at) FILTER (WHERE l.load_id > e.load_id)
                    ),
                    '-infinity'
                )
            FROM survey.load AS l
            CROSS JOIN (
                SELECT max(o.load_id) AS load_id
                FROM survey.load AS o
                WHERE o.load_id <= new_catalogues.load_id
            ) AS e
        )
        ORDER BY r.image_id, r.removed_at
    )
    SELECT
        CASE WHEN r.image_id IS NULL THEN 'added' ELSE 'replaced' END AS change,
        c.image_id, i.field_id, i.band, i.mjd, c.path, substr(r.sha256, 1, 12) AS before,
        substr(c.sha256, 1, 12) AS after
    FROM survey.catalogue AS c
    INNER JOIN survey.image AS i ON i.image_id = c.image_id
    LEFT JOIN removed AS r ON r.image_id = c.image_id
    WHERE c.load_id > new_catalogues.load_id
    UNION ALL
    SELECT 'removed', r.image_id, r.field_id, r.band, r.mjd, r.path, substr(r.sha256, 1, 12), NULL
    FROM removed AS r
    WHERE NOT EXISTS (SELECT 1 FROM survey.catalogue AS c WHERE c.image_id = r.image_id)
    UNION ALL
    SELECT 'refused', j.image_id, j.field_id, j.band, j.mjd, j.path, NULL, j.fault
    FROM survey.rejected_file AS j
    WHERE j.load_id > new_catalogues.load_id
    ORDER BY change, image_id;
END;

COMMENT ON FUNCTION science.new_catalogues(bigint) IS
'Catalogues that were added, replaced, removed or refused after a load, by its number.
change: Whether it was added, replaced, removed or refused. [] {meta.code}
path: Where the file lay. [] {meta.id;meta.file}
before: Beginning of the SHA-256 of the contents before. [] {meta.checksum}
after: The same of the contents now, or the fault of a file that was refused. [] {meta.checksum}
Subject: releases
Sample call: SELECT * FROM science.new_catalogues(0);';
