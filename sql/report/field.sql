-- What is in the database? The fields with their images, dates, sources and stars.
SELECT f.field_id, f.n_image, f.mjd_min, f.mjd_max, f.n_source, f.n_star
FROM science.field_overview AS f
ORDER BY f.field_id;
