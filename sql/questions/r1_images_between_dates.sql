-- R1. Which images were taken between MJD 56800 and 57300 (inclusive), and how many stars and objects with a
-- signal-to-noise above 5 does each have?
SELECT r.image_id, r.field_id, r.band, r.epoch, r.mjd, r.catalogue, r.n_star, r.n_object
FROM science.images_between(56800, 57300, 5) AS r;
