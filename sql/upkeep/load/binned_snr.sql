-- The signal-to-noise of each detection on some images with the highest standard threshold that it is above.
-- Detections that are above none, or lack flux or error, are left out.
--
-- width_bucket() counts the thresholds that are lower or equal; "above" means strictly above, hence the
-- minus signs. Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.binned_snr(image_ids integer[])
RETURNS TABLE (image_id integer, class smallint, snr_min double precision, snr real)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
BEGIN ATOMIC
    SELECT
        m.image_id, m.class,
        -t.negated[width_bucket(-m.snr::double precision, t.negated) + 1] AS snr_min, m.snr
    FROM (
        SELECT d.image_id, d.class, d.flux_1 / d.flux_1_err AS snr
        FROM survey.detection AS d
        WHERE d.image_id = any(binned_snr.image_ids)
    ) AS m
    CROSS JOIN (
        SELECT array_agg(-s.snr_min ORDER BY s.snr_min DESC) AS negated FROM survey.snr_threshold AS s
    ) AS t
    WHERE m.snr > -t.negated[cardinality(t.negated)];
END;

COMMENT ON FUNCTION upkeep.binned_snr(integer[]) IS
'Signal-to-noise of each detection on some images, its class, and the highest standard threshold that it is above; all dimensionless.
Sample call: SELECT * FROM upkeep.binned_snr(ARRAY[1]);';
