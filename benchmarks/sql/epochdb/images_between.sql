SELECT r.image_id, r.field_id, r.band, r.epoch, r.mjd, r.n_star, r.n_object
FROM science.images_between(%(mjd_min)s, %(mjd_max)s, %(snr_min)s) AS r;
