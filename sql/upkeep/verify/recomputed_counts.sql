-- How many detections of each class each of some images has above each standard threshold of
-- signal-to-noise: those between a threshold and the next, added up from the top; and the signal-to-noise of
-- those between the two.
CREATE FUNCTION upkeep.recomputed_counts(image_ids integer[])
RETURNS TABLE (image_id integer, class smallint, snr_min double precision, n_detection integer, snr real[])
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        g.image_id,
        c.class::smallint AS class,
        t.snr_min,
        coalesce(sum(cardinality(b.snr)) OVER from_the_top, 0)::integer AS n_detection,
        coalesce(b.snr, '{}') AS snr
    FROM unnest(recomputed_counts.image_ids) AS g (image_id)
    CROSS JOIN survey.snr_threshold AS t
    CROSS JOIN (VALUES (-2), (-1), (0), (1)) AS c (class)
    LEFT JOIN (
        SELECT s.image_id, s.class, s.snr_min, array_agg(s.snr ORDER BY s.snr) AS snr
        FROM upkeep.binned_snr(recomputed_counts.image_ids) AS s
        GROUP BY s.image_id, s.class, s.snr_min
    ) AS b ON b.image_id = g.image_id AND b.class = c.class AND b.snr_min = t.snr_min
    WINDOW from_the_top AS (PARTITION BY g.image_id, c.class ORDER BY t.snr_min DESC);
END;

COMMENT ON FUNCTION upkeep.recomputed_counts(integer[]) IS
'The rows of survey.catalogue_count for some images, computed from their detections.
Sample call: SELECT * FROM upkeep.recomputed_counts(ARRAY[1]);';
