-- R5. How many stars of each field have magnitudes in all five bands with a signal-to-noise above 30?
SELECT
    f.field_id,
    count(p.source_id) AS n_star
FROM science.field_overview AS f
LEFT JOIN LATERAL science.five_band_photometry(f.field_id, 30) AS p ON true
GROUP BY f.field_id
ORDER BY f.field_id;
