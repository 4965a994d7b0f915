SELECT r.image_id, r.band, r.epoch, r.mjd, r.catalogue, r.n_detection
FROM science.catalogues_of_field(%(field_id)s) AS r;
