WITH scaled_image AS MATERIALIZED (
    SELECT
        i.image_id, i.field_id, i.mjd,
        power(10::double precision, 0.4::double precision * (25 - i.zero_point_1)) AS flux_scale
    FROM survey.image AS i
    WHERE i.band = 'Ks'
),
centred AS (
    SELECT
        d.source_id,
        i.field_id,
        i.mjd,
        count(*) OVER light_curve AS n_epoch,
        avg(d.flux_1 * i.flux_scale) OVER light_curve AS mean_flux,
        abs(d.flux_1 * i.flux_scale - avg(d.flux_1 * i.flux_scale) OVER light_curve)
        / (d.flux_1_err * i.flux_scale) AS deviation
    FROM survey.detection AS d
    INNER JOIN scaled_image AS i ON i.image_id = d.image_id
    WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL
    WINDOW light_curve AS (PARTITION BY d.source_id)
)
SELECT DISTINCT ON (c.source_id)
    c.source_id, c.field_id, c.n_epoch::integer AS n_epoch, c.mean_flux, c.deviation, c.mjd
FROM centred AS c
WHERE c.n_epoch >= 2 AND c.deviation > %(n_sigma)s
ORDER BY c.source_id, c.deviation DESC, c.mjd;
