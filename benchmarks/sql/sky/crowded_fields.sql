-- The same number in ten fields of 0.65 square degrees, as large as those of the delivery.
INSERT INTO survey.source (
    source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star, is_star
)
SELECT
    s.number, 260 + 2 * (s.number %% 10) + 1.22 * random(), -40 + 3 * (s.number %% 10) + 0.61 * random(),
    57000, 1, 1, 1, 1, true
FROM generate_series(1, %(n_source)s) AS s (number);
