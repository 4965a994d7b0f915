-- How many sources of each field were observed on two epochs or more in Ks, and how many of these deviate
-- from their mean flux by more than 5, 10, 20 and 50 times the error of the epoch?
SELECT
    o.field_id,
    o.n_source,
    count(r.source_id) AS n_above_5,
    count(r.source_id) FILTER (WHERE r.max_deviation > 10) AS n_above_10,
    count(r.source_id) FILTER (WHERE r.max_deviation > 20) AS n_above_20,
    count(r.source_id) FILTER (WHERE r.max_deviation > 50) AS n_above_50
FROM (
    SELECT v.field_id, count(*) AS n_source
    FROM science.variability AS v
    WHERE v.band = 'Ks' AND v.n_epoch >= 2
    GROUP BY v.field_id
) AS o
LEFT JOIN science.variable_sources(5, 'catalogue', 'Ks') AS r ON r.field_id = o.field_id
GROUP BY o.field_id, o.n_source
ORDER BY o.field_id;
