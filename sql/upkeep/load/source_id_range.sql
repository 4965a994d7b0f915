-- The lowest and the highest source_id on some images, found by their block ranges: why the plan
-- is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.source_id_range(image_ids integer[])
RETURNS TABLE (source_id_min bigint, source_id_max bigint)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_indexonlyscan = off
BEGIN ATOMIC
    SELECT min(d.source_id) AS source_id_min, max(d.source_id) AS source_id_max
    FROM survey.detection AS d
    WHERE d.image_id = any(source_id_range.image_ids);
END;

COMMENT ON FUNCTION upkeep.source_id_range(integer[]) IS
'The lowest and the highest source_id among the detections of some images.
source_id_min: The lowest. [] {meta.id;src;stat.min}
source_id_max: The highest. [] {meta.id;src;stat.max}
Sample call: SELECT * FROM upkeep.source_id_range(ARRAY[1, 2]);';
