-- Is all that is kept of a catalogue, and of the sources on it, what the detections say? What
-- science.verify_summaries asks of everything, asked of one image; python -m loader with --replace loads
-- again what does not agree.
CREATE FUNCTION upkeep.catalogue_agrees(image_id integer)
RETURNS boolean
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        EXISTS (
            SELECT 1
            FROM survey.catalogue AS c
            WHERE
                c.image_id = catalogue_agrees.image_id AND c.is_summarised
                AND c.n_detection = (
                    SELECT count(*) FROM survey.detection AS d WHERE d.image_id = catalogue_agrees.image_id
                )
        )
        AND NOT EXISTS (
            SELECT 1
            FROM upkeep.source_id_range(ARRAY[catalogue_agrees.image_id]) AS r
            CROSS JOIN LATERAL upkeep.differing_summaries(
                ARRAY[catalogue_agrees.image_id], r.source_id_min, r.source_id_max
            ) AS s
            LEFT JOIN survey.detection AS d
                ON d.source_id = s.source_id AND d.image_id = catalogue_agrees.image_id
            -- Another image's sources between the two are not asked about
            WHERE s.source_id IS NULL OR d.source_id IS NOT NULL
        );
END;

COMMENT ON FUNCTION upkeep.catalogue_agrees(integer) IS
'Whether what is kept of an image, and of the sources on it, is what the detections say.
Sample call: SELECT upkeep.catalogue_agrees(1);';
