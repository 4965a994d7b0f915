-- R3: the light curves in Ks of the sources that deviate most, up to three a field, of those between 13.5
-- and 16.5 mag, where stars are neither saturated nor lost in noise.
WITH variable_source AS (
    SELECT
        v.source_id,
        v.field_id,
        v.max_deviation,
        row_number() OVER (PARTITION BY v.field_id ORDER BY v.max_deviation DESC, v.source_id) AS place
    FROM science.variable_sources(20) AS v
    WHERE v.mean_flux > 0 AND science.mag_from_flux(v.mean_flux) BETWEEN 13.5 AND 16.5
),
strongest AS (
    SELECT v.source_id, v.field_id, v.max_deviation
    FROM variable_source AS v
    WHERE v.place <= 3
    ORDER BY v.max_deviation DESC, v.source_id
    LIMIT 6
)
SELECT s.source_id, s.field_id, s.max_deviation, c.mjd, c.mag, c.mag_err
FROM strongest AS s
CROSS JOIN LATERAL science.light_curve(s.source_id, 'Ks') AS c
ORDER BY s.max_deviation DESC, s.source_id, c.mjd;
