-- Which sources vary by more than errors and systematic floor explain? The light curves in Ks of those with
-- the highest score, up to three a field, with errors that have the floor added; under the tied calibration
-- where its noise was measured, else under the catalogues' zero points.
WITH model AS (
    SELECT max(m.calibration) AS calibration
    FROM science.noise_model AS m
    WHERE m.band = 'Ks'
    HAVING count(*) > 0
),
variable_source AS (
    SELECT
        v.source_id,
        v.field_id,
        v.score,
        m.calibration,
        row_number() OVER (PARTITION BY v.field_id ORDER BY v.score DESC, v.source_id) AS place
    FROM model AS m
    CROSS JOIN LATERAL science.sources_above_floor(5, m.calibration, 'Ks') AS v
),
strongest AS (
    SELECT v.source_id, v.field_id, v.score, v.calibration
    FROM variable_source AS v
    WHERE v.place <= 3
    ORDER BY v.score DESC, v.source_id
    LIMIT 6
)
SELECT
    s.source_id,
    s.field_id,
    s.calibration,
    s.score,
    c.mjd,
    c.mag,
    c.mag_err,
    sqrt(c.mag_err ^ 2 + coalesce(f.floor_mag, 0) ^ 2) AS mag_err_with_floor
FROM strongest AS s
INNER JOIN science.calibrated_light_curve AS c
    ON c.source_id = s.source_id AND c.calibration = s.calibration AND c.band = 'Ks'
LEFT JOIN science.flux_floor AS f
    ON f.source_id = s.source_id AND f.calibration = s.calibration AND f.band = 'Ks'
ORDER BY s.score DESC, s.source_id, c.mjd, c.image_id;
