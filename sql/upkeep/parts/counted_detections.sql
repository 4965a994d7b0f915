-- How many detections of each class some images have above a signal-to-noise, counted one by one: for what is
-- below the lowest standard threshold, of which no counts are kept. Called by R1 for such a threshold only; a
-- condition beside the detections would be sent to every node of a cluster, to find nothing there.
CREATE FUNCTION upkeep.counted_detections(image_ids integer[], snr_min double precision)
RETURNS TABLE (image_id integer, class smallint, n_detection bigint)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT d.image_id, d.class, count(*) AS n_detection
    FROM survey.detection AS d
    WHERE
        d.image_id = any(counted_detections.image_ids)
        AND d.flux_1 / d.flux_1_err > counted_detections.snr_min
    GROUP BY d.image_id, d.class;
END;

COMMENT ON FUNCTION upkeep.counted_detections(integer[], double precision) IS
'How many detections of each class some images have above a signal-to-noise (dimensionless), counted one by one.
Sample call: SELECT * FROM upkeep.counted_detections(ARRAY[1], -5);';
