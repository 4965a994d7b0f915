-- Where survey.catalogue_count is not what the detections give.
CREATE FUNCTION upkeep.differing_counts(image_ids integer[])
RETURNS TABLE (image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        coalesce(k.image_id, r.image_id) AS image_id,
        format(
            'class %s, snr > %s: kept %s, recomputed %s%s',
            coalesce(k.class, r.class), coalesce(k.snr_min, r.snr_min),
            coalesce(k.n_detection::text, 'nothing'), coalesce(r.n_detection::text, 'nothing'),
            CASE WHEN k.snr <> r.snr THEN '; other values of S/N' END
        ) AS difference
    FROM (
        SELECT o.image_id, o.class, o.snr_min, o.n_detection, o.snr
        FROM survey.catalogue_count AS o
        WHERE o.image_id = any(differing_counts.image_ids)
    ) AS k
    FULL JOIN (
        SELECT o.image_id, o.class, o.snr_min, o.n_detection, o.snr
        FROM upkeep.images_by_field(differing_counts.image_ids) AS f
        CROSS JOIN LATERAL upkeep.recomputed_counts(f.image_ids) AS o
    ) AS r ON r.image_id = k.image_id AND r.class = k.class AND r.snr_min = k.snr_min
    WHERE (k.n_detection, k.snr) IS DISTINCT FROM (r.n_detection, r.snr);
END;

COMMENT ON FUNCTION upkeep.differing_counts(integer[]) IS
'Those of some images whose rows of survey.catalogue_count are not what their detections give, and how they differ.
Sample call: SELECT * FROM upkeep.differing_counts(ARRAY[1, 2]);';
