-- Where survey.catalogue_range is not what the detections give.
CREATE FUNCTION upkeep.differing_ranges(image_ids integer[])
RETURNS TABLE (image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        coalesce(k.image_id, r.image_id) AS image_id,
        format(
            '%s: kept %s to %s, recomputed %s to %s', coalesce(k.column_name, r.column_name),
            k.value_min, k.value_max, r.value_min, r.value_max
        ) AS difference
    FROM (
        SELECT o.image_id, o.column_name, o.value_min, o.value_max
        FROM survey.catalogue_range AS o
        WHERE o.image_id = any(differing_ranges.image_ids)
    ) AS k
    FULL JOIN (
        SELECT o.image_id, o.column_name, o.value_min, o.value_max
        FROM upkeep.images_by_field(differing_ranges.image_ids) AS f
        CROSS JOIN LATERAL upkeep.recomputed_ranges(f.image_ids) AS o
    ) AS r ON r.image_id = k.image_id AND r.column_name = k.column_name
    WHERE (k.value_min, k.value_max) IS DISTINCT FROM (r.value_min, r.value_max);
END;

COMMENT ON FUNCTION upkeep.differing_ranges(integer[]) IS
'Those of some images whose rows of survey.catalogue_range are not what their detections give, and how they differ.
Sample call: SELECT * FROM upkeep.differing_ranges(ARRAY[1, 2]);';
