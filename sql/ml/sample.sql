-- The samples of galaxies in the order in which they were loaded.
SELECT s.sample_id, s.sample, s.role FROM science.galaxy_sample_overview AS s ORDER BY s.sample_id;
