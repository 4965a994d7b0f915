-- Brings the running moments of the calibrated flux up to date with one newly loaded image of a monitored
-- band: a mean and a sum of squared deviations that absorb one value more (Chan, Golub & LeVeque 1983),
-- and the extremes. Calibrated means scaled to zero point 25.
CREATE FUNCTION science.merge_source_variability(image_id integer)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    MERGE INTO survey.source_variability AS v
    USING (
        SELECT
            d.source_id,
            i.band,
            d.flux_1 * i.flux_scale AS flux,
            d.flux_1_err * i.flux_scale AS flux_err
        FROM (
            SELECT m.image_id, m.band, science.flux_scale(m.zero_point_1) AS flux_scale
            FROM survey.image AS m
            INNER JOIN survey.band AS b ON b.band = m.band
            WHERE m.image_id = merge_source_variability.image_id AND b.is_monitored
            OFFSET 0  -- the scale is computed once, not for every detection
        ) AS i
        INNER JOIN survey.detection AS d ON d.image_id = i.image_id
        WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL AND i.flux_scale IS NOT NULL
    ) AS n
    ON v.source_id = n.source_id AND v.band = n.band
    WHEN MATCHED THEN UPDATE SET
        n_epoch = v.n_epoch + 1,
        flux_mean = v.flux_mean + (n.flux - v.flux_mean) / (v.n_epoch + 1),
        flux_m2 = v.flux_m2 + (n.flux - v.flux_mean) ^ 2 * v.n_epoch / (v.n_epoch + 1),
        flux_min = least(v.flux_min, n.flux),
        flux_max = greatest(v.flux_max, n.flux),
        flux_err_min = least(v.flux_err_min, n.flux_err)
    WHEN NOT MATCHED THEN INSERT (
        source_id, band, n_epoch, flux_mean, flux_m2, flux_min, flux_max, flux_err_min
    ) VALUES (n.source_id, n.band, 1, n.flux, 0, n.flux, n.flux, n.flux_err);
END;

COMMENT ON FUNCTION science.merge_source_variability(integer) IS
'Merges the fluxes of a newly loaded image into survey.source_variability; part of every load, once for each image.
Sample call: SELECT science.merge_source_variability(4);';
