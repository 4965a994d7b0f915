SELECT
    d.image_id, i.epoch, i.mjd, d.mag_1, d.flux_1 * i.flux_scale AS flux, d.flux_1_err * i.flux_scale AS flux_err
FROM ks_light_curve AS d
INNER JOIN image AS i ON i.image_id = d.image_id
WHERE d.source_id = $source_id
ORDER BY i.mjd;
