WITH measured AS (
    SELECT
        d.source_id, i.field_id, i.mjd,
        d.flux_1 * i.flux_scale AS flux, d.flux_1_err * i.flux_scale AS flux_err
    FROM ks_light_curve AS d
    INNER JOIN image AS i ON i.image_id = d.image_id
    WHERE d.flux_1 IS NOT NULL AND d.flux_1_err IS NOT NULL
),
mean AS (
    SELECT source_id, count(*)::INTEGER AS n_epoch, avg(flux) AS mean_flux
    FROM measured
    GROUP BY source_id
    HAVING count(*) >= 2
)
SELECT
    d.source_id,
    any_value(d.field_id) AS field_id,
    any_value(m.n_epoch) AS n_epoch,
    any_value(m.mean_flux) AS mean_flux,
    max(abs(d.flux - m.mean_flux) / d.flux_err) AS max_deviation,
    arg_max(d.mjd, abs(d.flux - m.mean_flux) / d.flux_err) AS mjd
FROM measured AS d
INNER JOIN mean AS m ON m.source_id = d.source_id
WHERE abs(d.flux - m.mean_flux) / d.flux_err > $n_sigma
GROUP BY d.source_id;
