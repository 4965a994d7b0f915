-- What is known of each source in a box on the sky? The rows of a HATS catalogue.
SELECT
    p.source_id, p.field_id, p.ra, p.dec, p.n_detection, p.n_star, p.is_star,
    p.z_mag, p.z_mag_err, p.z_snr, p.z_class, p.z_mjd,
    p.y_mag, p.y_mag_err, p.y_snr, p.y_class, p.y_mjd,
    p.j_mag, p.j_mag_err, p.j_snr, p.j_class, p.j_mjd,
    p.h_mag, p.h_mag_err, p.h_snr, p.h_class, p.h_mjd,
    p.ks_mag, p.ks_mag_err, p.ks_snr, p.ks_class, p.ks_mjd,
    p.z_minus_y, p.z_minus_j, p.z_minus_h, p.z_minus_ks, p.y_minus_j, p.y_minus_h, p.y_minus_ks,
    p.j_minus_h, p.j_minus_ks, p.h_minus_ks
FROM science.sources_in_box(%(ra_min)s, %(ra_max)s, %(dec_min)s, %(dec_max)s) AS b
INNER JOIN science.photometry AS p ON p.source_id = b.source_id;
