-- The samples of galaxies in the order in which they were loaded, how many they have, and whether any has
-- errors.
SELECT s.sample_id, s.sample, s.role, s.n_galaxy, s.n_error > 0 AS has_errors
FROM science.galaxy_sample_overview AS s
ORDER BY s.sample_id;
