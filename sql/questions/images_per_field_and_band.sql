-- How many images has each field in each band, over which dates, and how many detections do they hold?
SELECT
    i.field_id,
    i.band,
    count(*) AS n_image,
    min(i.mjd) AS mjd_min,
    max(i.mjd) AS mjd_max,
    sum(i.n_detection) AS n_detection
FROM science.image_epoch AS i
INNER JOIN science.band_overview AS b ON b.band = i.band
GROUP BY i.field_id, i.band, b.wavelength_um
ORDER BY i.field_id, b.wavelength_um;
