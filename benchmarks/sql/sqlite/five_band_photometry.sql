WITH star AS MATERIALIZED (
    SELECT d.starid
    FROM field_{field_id} AS d
    GROUP BY d.starid
    HAVING 2 * sum(d.class = -1) > count(*)
),
-- Where there is one min(), SQLite gives the other columns of the row that has it: the reference detection
monitored AS MATERIALIZED (
    SELECT
        d.starid, d.mag1, d.flux1 / d.dflux1 AS snr, min(i.mjd) AS mjd,
        count(d.flux1) AS n_epoch, avg(d.flux1 * i.flux_scale) AS mean_flux
    FROM field_{field_id}_ks AS d
    INNER JOIN image AS i ON i.image_id = d.image_id
    GROUP BY d.starid
)
SELECT
    z.starid, z.mag1, y.mag1, j.mag1, h.mag1, m.mag1,
    CASE WHEN m.mean_flux > 0 THEN 25 - 2.5 * log10(m.mean_flux) END AS ks_mean_mag,
    m.n_epoch
FROM monitored AS m
INNER JOIN star AS s ON s.starid = m.starid
INNER JOIN "Field-{field_id}-Z" AS z ON z.starid = m.starid
INNER JOIN "Field-{field_id}-Y" AS y ON y.starid = m.starid
INNER JOIN "Field-{field_id}-J" AS j ON j.starid = m.starid
INNER JOIN "Field-{field_id}-H" AS h ON h.starid = m.starid
WHERE
    z.flux1 / z.dflux1 > :snr_min
    AND y.flux1 / y.dflux1 > :snr_min
    AND j.flux1 / j.dflux1 > :snr_min
    AND h.flux1 / h.dflux1 > :snr_min
    AND m.snr > :snr_min;
