-- R5. What are the magnitudes in Z, Y, J, H and Ks, and the mean Ks magnitude, of the stars of field 1 whose
-- signal-to-noise is above 30 in all five bands?
SELECT r.source_id, r.z_mag, r.y_mag, r.j_mag, r.h_mag, r.ks_mag, r.ks_mean_mag, r.ks_n_epoch
FROM science.five_band_photometry(1, 30) AS r
ORDER BY r.source_id;
