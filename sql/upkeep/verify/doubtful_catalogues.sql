-- Of which images is something that is kept, of them or of a source on them, not what the detections say?
-- What science.verify_summaries asks of everything, asked of the catalogues of a group; python -m loader with
-- --replace loads again what is doubtful.
CREATE FUNCTION upkeep.doubtful_catalogues(image_ids integer[])
RETURNS TABLE (image_id integer)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET jit = off
BEGIN ATOMIC
    WITH counted AS (
        SELECT d.image_id, count(*) AS n_detection
        FROM survey.detection AS d
        WHERE d.image_id = any(doubtful_catalogues.image_ids)
        GROUP BY d.image_id
    ),
    differing AS MATERIALIZED (
        SELECT s.source_id, s.image_id
        FROM upkeep.source_id_range(doubtful_catalogues.image_ids) AS r
        CROSS JOIN LATERAL upkeep.differing_summaries(
            doubtful_catalogues.image_ids, r.source_id_min, r.source_id_max
        ) AS s
    )
    SELECT c.image_id
    FROM survey.catalogue AS c
    LEFT JOIN counted AS n ON n.image_id = c.image_id
    WHERE
        c.image_id = any(doubtful_catalogues.image_ids)
        AND (NOT c.is_summarised OR n.n_detection IS DISTINCT FROM c.n_detection)
    UNION
    SELECT s.image_id
    FROM differing AS s
    WHERE s.image_id IS NOT NULL
    UNION
    SELECT d.image_id
    FROM differing AS s
    INNER JOIN survey.detection AS d
        ON d.source_id = s.source_id AND d.image_id = any(doubtful_catalogues.image_ids);
END;

COMMENT ON FUNCTION upkeep.doubtful_catalogues(integer[]) IS
'Those of some images of which, or of a source on which, something is kept that is not what the detections say.
image_id: The image. [] {meta.id;obs.image}
Sample call: SELECT * FROM upkeep.doubtful_catalogues(ARRAY[1, 2]);';
