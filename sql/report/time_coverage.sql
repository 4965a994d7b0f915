-- When was each field observed, and in which band?
SELECT e.field_id, e.band, b.wavelength_um, e.epoch, e.mjd
FROM science.image_epoch AS e
INNER JOIN science.band_overview AS b ON b.band = e.band
ORDER BY e.field_id, b.wavelength_um, e.mjd;
