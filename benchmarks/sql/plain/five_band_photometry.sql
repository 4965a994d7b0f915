WITH field_image AS MATERIALIZED (
    SELECT
        i.image_id, i.band, i.mjd,
        power(10::double precision, 0.4::double precision * (25 - i.zero_point_1)) AS flux_scale
    FROM survey.image AS i
    WHERE i.field_id = %(field_id)s
),
field_source AS (
    SELECT
        d.source_id,
        max(d.mag_1) FILTER (WHERE i.band = 'Z') AS z_mag,
        max(d.mag_1) FILTER (WHERE i.band = 'Y') AS y_mag,
        max(d.mag_1) FILTER (WHERE i.band = 'J') AS j_mag,
        max(d.mag_1) FILTER (WHERE i.band = 'H') AS h_mag,
        min(d.flux_1 / d.flux_1_err) FILTER (WHERE i.band <> 'Ks') AS snr,
        count(d.flux_1 / d.flux_1_err) FILTER (WHERE i.band <> 'Ks') AS n_band,
        avg(d.flux_1 * i.flux_scale) FILTER (WHERE i.band = 'Ks') AS ks_mean_flux,
        count(d.flux_1) FILTER (WHERE i.band = 'Ks')::integer AS ks_n_epoch,
        2 * count(*) FILTER (WHERE d.class = -1) > count(*) AS is_star
    FROM field_image AS i
    INNER JOIN survey.detection AS d ON d.image_id = i.image_id
    GROUP BY d.source_id
),
reference AS (
    SELECT DISTINCT ON (d.source_id) d.source_id, d.mag_1 AS ks_mag, d.flux_1 / d.flux_1_err AS ks_snr
    FROM field_image AS i
    INNER JOIN survey.detection AS d ON d.image_id = i.image_id
    WHERE i.band = 'Ks'
    ORDER BY d.source_id, i.mjd, i.image_id
)
SELECT
    s.source_id, s.z_mag, s.y_mag, s.j_mag, s.h_mag, r.ks_mag,
    CASE WHEN s.ks_mean_flux > 0 THEN 25 - 2.5 * log(s.ks_mean_flux) END AS ks_mean_mag,
    s.ks_n_epoch
FROM field_source AS s
INNER JOIN reference AS r ON r.source_id = s.source_id
WHERE s.is_star AND s.n_band = 4 AND s.snr > %(snr_min)s AND r.ks_snr > %(snr_min)s;
