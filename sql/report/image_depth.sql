-- How deep is each image? The quantiles of signal-to-noise, and the magnitude of a source that would reach a
-- signal-to-noise of 5: from the flux errors of the faint detections (below 20), where the sky sets the
-- noise.
SELECT
    d.field_id,
    d.band,
    b.wavelength_um,
    d.image_id,
    d.mjd,
    percentile_cont(0.16) WITHIN GROUP (ORDER BY d.snr) AS snr_16,
    percentile_cont(0.50) WITHIN GROUP (ORDER BY d.snr) AS snr_50,
    percentile_cont(0.84) WITHIN GROUP (ORDER BY d.snr) AS snr_84,
    percentile_cont(0.50) WITHIN GROUP (ORDER BY science.mag_from_flux(5 * d.flux_1_err))
        FILTER (WHERE d.snr BETWEEN 0 AND 20) AS depth
FROM science.calibrated_detection AS d
INNER JOIN science.band_overview AS b ON b.band = d.band
GROUP BY d.field_id, d.band, b.wavelength_um, d.image_id, d.mjd
ORDER BY d.field_id, b.wavelength_um, d.mjd;
