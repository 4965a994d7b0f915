-- The moments of a survey's light curves, their index, and a page left as full as asked.
CREATE TABLE survey.alternative (LIKE survey.source_variability INCLUDING ALL) WITH (fillfactor = {fillfactor});
INSERT INTO survey.alternative (
    source_id, flux_mean, flux_m2, flux_min, flux_max, flux_err_min, n_epoch, n_detection, n_star, band
)
SELECT
    v.source_id, v.flux_mean, v.flux_m2, v.flux_min, v.flux_max, v.flux_err_min, v.n_epoch, v.n_detection, v.n_star,
    v.band
FROM survey.source_variability AS v;
