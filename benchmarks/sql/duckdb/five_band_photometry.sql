WITH star AS (
    SELECT
        d.source_id,
        avg(d.flux_1 * i.flux_scale) FILTER (WHERE i.band = 'Ks') AS ks_mean_flux,
        (count(d.flux_1) FILTER (WHERE i.band = 'Ks'))::INTEGER AS ks_n_epoch,
        arg_min(
            struct_pack(mag := d.mag_1, snr := d.flux_1 / d.flux_1_err), i.mjd
        ) FILTER (WHERE i.band = 'Ks') AS reference
    FROM detection AS d
    INNER JOIN image AS i ON i.image_id = d.image_id
    WHERE d.field_id = $field_id
    GROUP BY d.source_id
    HAVING 2 * count(*) FILTER (WHERE d.class = -1) > count(*)
)
SELECT
    s.source_id, z.mag_1, y.mag_1, j.mag_1, h.mag_1, s.reference.mag AS ks_mag,
    CASE WHEN s.ks_mean_flux > 0 THEN 25 - 2.5 * log10(s.ks_mean_flux) END AS ks_mean_mag,
    s.ks_n_epoch
FROM star AS s
INNER JOIN detection AS z ON z.source_id = s.source_id AND z.field_id = $field_id AND z.band = 'Z'
INNER JOIN detection AS y ON y.source_id = s.source_id AND y.field_id = $field_id AND y.band = 'Y'
INNER JOIN detection AS j ON j.source_id = s.source_id AND j.field_id = $field_id AND j.band = 'J'
INNER JOIN detection AS h ON h.source_id = s.source_id AND h.field_id = $field_id AND h.band = 'H'
WHERE
    z.flux_1 / z.flux_1_err > $snr_min
    AND y.flux_1 / y.flux_1_err > $snr_min
    AND j.flux_1 / j.flux_1_err > $snr_min
    AND h.flux_1 / h.flux_1_err > $snr_min
    AND s.reference.snr > $snr_min;
