-- Where survey.catalogue counts other detections than there are, or has not taken them into the summaries.
CREATE FUNCTION upkeep.differing_catalogues()
RETURNS TABLE (image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        coalesce(c.image_id, r.image_id) AS image_id,
        'kept ' || coalesce(c.n_detection::text, 'nothing')
        || ' detections, recomputed ' || coalesce(r.n_detection::text, 'nothing') AS difference
    FROM survey.catalogue AS c
    FULL JOIN (
        SELECT d.image_id, count(*)::integer AS n_detection
        FROM survey.detection AS d
        GROUP BY d.image_id
    ) AS r ON r.image_id = c.image_id
    WHERE c.n_detection IS DISTINCT FROM r.n_detection OR NOT c.is_summarised;
END;

COMMENT ON FUNCTION upkeep.differing_catalogues() IS
'The images whose detections are not counted right, or not in the summaries, and how they differ.
Sample call: SELECT * FROM upkeep.differing_catalogues();';
