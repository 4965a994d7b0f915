-- How does signal-to-noise fall with magnitude? Detections counted in cells of 0.1 mag by 0.05 dex.
WITH grid AS (SELECT 0.1::double precision AS mag_step, 0.05::double precision AS log_snr_step)
SELECT
    d.band,
    b.wavelength_um,
    (floor(d.mag_1 / g.mag_step) + 0.5) * g.mag_step AS mag,
    (floor(log(d.snr) / g.log_snr_step) + 0.5) * g.log_snr_step AS log_snr,
    count(*) AS n_detection,
    g.mag_step,
    g.log_snr_step
FROM science.calibrated_detection AS d
INNER JOIN science.band_overview AS b ON b.band = d.band
CROSS JOIN grid AS g
WHERE d.snr > 0 AND d.mag_1 IS NOT NULL
GROUP BY
    d.band, b.wavelength_um, floor(d.mag_1 / g.mag_step), floor(log(d.snr) / g.log_snr_step),
    g.mag_step, g.log_snr_step;
