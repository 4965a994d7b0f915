SELECT
    r.source_id, r.z_mag, r.y_mag, r.j_mag, r.h_mag, r.ks_mag, r.ks_mean_mag, r.ks_n_epoch
FROM science.five_band_photometry(%(field_id)s, %(snr_min)s) AS r;
