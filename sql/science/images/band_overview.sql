-- Which bands are there, and how many images has each?
CREATE VIEW science.band_overview AS
SELECT
    b.band,
    b.wavelength_um,
    b.width_um,
    b.zero_point_flux,
    b.magnitude_system,
    b.is_monitored,
    count(i.image_id) AS n_image,
    min(i.mjd) AS mjd_min,
    max(i.mjd) AS mjd_max
FROM survey.band AS b
LEFT JOIN survey.image AS i ON i.band = b.band
GROUP BY b.band, b.wavelength_um, b.width_um, b.zero_point_flux, b.magnitude_system, b.is_monitored;

COMMENT ON VIEW science.band_overview IS 'The bands with their wavelength, number of images and dates.
Subject: images';
COMMENT ON COLUMN science.band_overview.band IS 'Name of the band. [] {instr.bandpass}';
COMMENT ON COLUMN science.band_overview.wavelength_um IS 'Effective wavelength. [um] {em.wl.effective}';
COMMENT ON COLUMN science.band_overview.width_um IS
'Full width at half maximum; missing where not known. [um] {instr.bandwidth}';
COMMENT ON COLUMN science.band_overview.zero_point_flux IS
'Flux density of magnitude 0; missing where not known. [Jy] {phot.flux.density;arith.zp}';
COMMENT ON COLUMN science.band_overview.magnitude_system IS
'System of the magnitudes, Vega or AB; missing where not known. [] {meta.code}';
COMMENT ON COLUMN science.band_overview.is_monitored IS
'Whether the band is observed again and again, so that light curves are summarised. [] {meta.code}';
COMMENT ON COLUMN science.band_overview.n_image IS 'Images in the band. [] {meta.number;obs.image}';
COMMENT ON COLUMN science.band_overview.mjd_min IS
'Modified Julian date of the first image. [d] {time.epoch;stat.min}';
COMMENT ON COLUMN science.band_overview.mjd_max IS
'Modified Julian date of the last image. [d] {time.epoch;stat.max}';
