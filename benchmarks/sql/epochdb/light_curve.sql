SELECT r.image_id, r.epoch, r.mjd, r.mag, r.flux, r.flux_err
FROM science.light_curve(%(source_id)s) AS r;
