-- Brings the running moments of the calibrated flux up to date with one newly loaded image of a monitored
-- band: a mean and a sum of squared deviations that absorb one value more (Chan, Golub & LeVeque 1983),
-- and the extremes. Calibrated means scaled to zero point 25. Detections are counted too, those without a
-- flux included.
--
-- The plan is laid down, for while a load runs statistics are stale, and a plan that suits them may take
-- hours. The image's detections are found by their block range: when images do not arrive in the order of
-- their numbers the planner thinks little of that index and would rather read the whole primary key, at a
-- cost that grows with the survey. They are joined by a hash of the field's own sources, which the bounds
-- on source_id keep it to; they follow from the catalogue and exclude nothing. The planner knows nothing of
-- them, takes the sources of a new field for none, and would read them once for every detection.
CREATE FUNCTION upkeep.merge_source_variability(image_id integer, source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    MERGE INTO survey.source_variability AS v
    USING (
        SELECT
            d.source_id,
            i.band,
            (d.class = -1)::integer AS n_star,
            CASE WHEN d.flux_1_err IS NOT NULL THEN d.flux_1 * i.flux_scale END AS flux,
            d.flux_1_err * i.flux_scale AS flux_err
        FROM (
            SELECT m.image_id, m.band, science.flux_scale(m.zero_point_1) AS flux_scale
            FROM survey.image AS m
            INNER JOIN survey.band AS b ON b.band = m.band
            WHERE m.image_id = merge_source_variability.image_id AND b.is_monitored
            OFFSET 0  -- the scale is computed once, not for every detection
        ) AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = merge_source_variability.image_id
    ) AS n
    ON
        v.source_id = n.source_id AND v.band = n.band
        AND v.source_id BETWEEN merge_source_variability.source_id_min
        AND merge_source_variability.source_id_max
    WHEN MATCHED AND n.flux IS NULL THEN UPDATE SET
        n_detection = v.n_detection + 1,
        n_star = v.n_star + n.n_star
    WHEN MATCHED AND v.n_epoch = 0 THEN UPDATE SET
        n_detection = v.n_detection + 1,
        n_star = v.n_star + n.n_star,
        n_epoch = 1,
        flux_mean = n.flux, flux_m2 = 0, flux_min = n.flux, flux_max = n.flux, flux_err_min = n.flux_err
    WHEN MATCHED THEN UPDATE SET
        n_detection = v.n_detection + 1,
        n_star = v.n_star + n.n_star,
        n_epoch = v.n_epoch + 1,
        flux_mean = v.flux_mean + (n.flux - v.flux_mean) / (v.n_epoch + 1),
        flux_m2 = v.flux_m2 + (n.flux - v.flux_mean) ^ 2 * v.n_epoch / (v.n_epoch + 1),
        flux_min = least(v.flux_min, n.flux),
        flux_max = greatest(v.flux_max, n.flux),
        flux_err_min = least(v.flux_err_min, n.flux_err),
        max_deviation = NULL, chi2 = NULL, max_deviation_image_id = NULL
    WHEN NOT MATCHED AND n.flux IS NULL THEN INSERT (
        source_id, band, n_detection, n_star, n_epoch
    ) VALUES (n.source_id, n.band, 1, n.n_star, 0)
    WHEN NOT MATCHED THEN INSERT (
        source_id, band, n_detection, n_star, n_epoch, flux_mean, flux_m2, flux_min, flux_max, flux_err_min
    ) VALUES (n.source_id, n.band, 1, n.n_star, 1, n.flux, 0, n.flux, n.flux, n.flux_err);
END;

COMMENT ON FUNCTION upkeep.merge_source_variability(integer, bigint, bigint) IS
'Merges the fluxes of a newly loaded image, whose sources lie between two source_id, into survey.source_variability; part of every load, once for each image.
Sample call: SELECT upkeep.merge_source_variability(4, 0, 9999);';
