-- The light curves in Ks of some sources under each calibration that there is, with the systematic floor
-- where it was measured, and R3's strongest deviation without and with it.
WITH epoch AS (
    SELECT
        c.source_id,
        c.field_id,
        c.calibration,
        c.mjd,
        c.image_id,
        c.mag,
        c.mag_err,
        c.flux_err,
        f.floor_mag,
        f.floor_err,
        abs(c.flux - avg(c.flux) OVER light_curve) AS deviation
    FROM science.calibrated_light_curve AS c
    LEFT JOIN science.flux_floor AS f
        ON f.source_id = c.source_id AND f.band = c.band AND f.calibration = c.calibration
    WHERE c.band = 'Ks' AND c.source_id = any(%(source_ids)s)
    WINDOW light_curve AS (PARTITION BY c.source_id, c.calibration)
)
SELECT
    e.source_id,
    e.field_id,
    e.calibration,
    e.mjd,
    e.mag,
    e.mag_err,
    sqrt(e.mag_err ^ 2 + e.floor_mag ^ 2) AS mag_err_with_floor,
    max(e.deviation / e.flux_err) OVER light_curve AS max_deviation,
    max(e.deviation / sqrt(e.flux_err ^ 2 + e.floor_err ^ 2)) OVER light_curve AS max_deviation_with_floor
FROM epoch AS e
WINDOW light_curve AS (PARTITION BY e.source_id, e.calibration)
ORDER BY e.source_id, e.calibration, e.mjd, e.image_id;
