-- R4. Which catalogues exist for field 1, loaded or not, and where are they?
SELECT r.image_id, r.band, r.epoch, r.mjd, r.catalogue, r.is_loaded, r.n_detection
FROM science.catalogues_of_field(1) AS r;
