-- Which well-measured stars vary smoothly, so that successive epochs agree better than distant ones? The
-- lowest von Neumann eta (2 for noise) among those that scatter by more than their errors.
SELECT
    s.source_id, s.field_id, s.n_epoch, s.mag_median, s.amplitude, s.chi2_reduced, s.von_neumann_eta,
    s.stetson_j
FROM science.light_curve_statistics AS s
WHERE s.band = 'Ks' AND s.calibration = 'catalogue' AND s.n_epoch >= 3 AND s.chi2_reduced > 10
ORDER BY s.von_neumann_eta, s.source_id
LIMIT 20;
