-- The sources of a survey, their indexes, and a page left as full as asked.
CREATE TABLE survey.alternative (LIKE survey.source INCLUDING ALL) WITH (fillfactor = {fillfactor});
INSERT INTO survey.alternative (
    source_id, ra, dec, first_mjd, field_id, first_image_id, n_detection, n_star, j_mag, h_mag, ks_mag, ks_mjd,
    z_mag, y_mag
)
SELECT
    s.source_id, s.ra, s.dec, s.first_mjd, s.field_id, s.first_image_id, s.n_detection, s.n_star, s.j_mag, s.h_mag,
    s.ks_mag, s.ks_mjd, s.z_mag, s.y_mag
FROM survey.source AS s;
