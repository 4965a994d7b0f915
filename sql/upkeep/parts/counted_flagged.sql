-- How many detections that are not good some images have of each class above a signal-to-noise. Called by R1
-- if good ones alone are asked for, as upkeep.counted_detections is, and for its reason.
CREATE FUNCTION upkeep.counted_flagged(image_ids integer[], snr_min double precision)
RETURNS TABLE (image_id integer, class smallint, n_detection bigint)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT f.image_id, f.class, count(*) AS n_detection
    FROM science.flagged_detection AS f
    WHERE f.image_id = any(counted_flagged.image_ids) AND f.snr > counted_flagged.snr_min
    GROUP BY f.image_id, f.class;
END;

COMMENT ON FUNCTION upkeep.counted_flagged(integer[], double precision) IS
'How many detections that are not good some images have of each class above a signal-to-noise (dimensionless).
Sample call: SELECT * FROM upkeep.counted_flagged(ARRAY[1], 5);';
