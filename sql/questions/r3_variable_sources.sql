-- R3. Which sources differ in Ks on some epoch from their mean flux over all epochs by more than 20 times
-- that epoch's flux error? The strongest first. Fluxes are scaled to one zero point; with 'raw' instead of
-- 'catalogue' they are taken as measured.
SELECT r.source_id, r.field_id, r.n_epoch, r.mean_flux, r.max_deviation, r.mjd
FROM science.variable_sources(20, 'catalogue', 'Ks') AS r
ORDER BY r.max_deviation DESC, r.source_id;
