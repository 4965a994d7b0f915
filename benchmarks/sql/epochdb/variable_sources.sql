SELECT r.source_id, r.field_id, r.n_epoch, r.mean_flux, r.max_deviation, r.mjd
FROM science.variable_sources(%(n_sigma)s) AS r;
