-- How much do constant sources scatter at each magnitude, and how much of it do their errors explain? The
-- noise model in use. SELECT upkeep.measure_noise_floor('Ks', 'catalogue') measures it (as
-- epochdb_loader).
SELECT m.calibration, m.field_id, m.mag, m.n_source, m.scatter_mag, m.expected_mag, m.floor_mag
FROM science.noise_model AS m
WHERE m.band = 'Ks'
ORDER BY m.calibration, m.field_id, m.mag;
