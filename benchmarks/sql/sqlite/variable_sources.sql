WITH measured AS (
    SELECT
        d.starid, d.field_id, i.mjd,
        d.flux1 * i.flux_scale AS flux, d.dflux1 * i.flux_scale AS flux_err
    FROM detection_ks AS d
    INNER JOIN image AS i ON i.image_id = d.image_id
    WHERE d.flux1 IS NOT NULL AND d.dflux1 IS NOT NULL
),
mean AS (
    SELECT m.starid, count(*) AS n_epoch, avg(m.flux) AS mean_flux
    FROM measured AS m
    GROUP BY m.starid
    HAVING count(*) >= 2
)
SELECT
    d.starid, d.field_id, m.n_epoch, m.mean_flux,
    max(abs(d.flux - m.mean_flux) / d.flux_err) AS max_deviation,
    d.mjd
FROM measured AS d
INNER JOIN mean AS m ON m.starid = d.starid
WHERE abs(d.flux - m.mean_flux) / d.flux_err > :n_sigma
GROUP BY d.starid;
