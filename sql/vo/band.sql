-- In which bands have light curves a photometric calibration? For time series in the VO's terms.
SELECT b.band, b.wavelength_um, b.zero_point_flux, b.magnitude_system
FROM survey.band AS b
WHERE b.zero_point_flux IS NOT NULL AND b.band ~ '^[A-Za-z]\w*$'
ORDER BY b.wavelength_um;
