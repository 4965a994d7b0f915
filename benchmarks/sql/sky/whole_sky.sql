-- A number of sources all over the sky.
INSERT INTO survey.source (
    source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star, is_star
)
SELECT s.number, 360 * random(), degrees(asin(2 * random() - 1)), 57000, 1, 1, 1, 1, true
FROM generate_series(1, %(n_source)s) AS s (number);
