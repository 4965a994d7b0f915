-- The folded light curves in Ks of some sources, by a period or for 0 by the first that was found for each.
-- Arguments: the sources, the period [d].
SELECT
    s.source_id, coalesce(c.class, '') AS class, c.probability, f.folding_period AS period, f.phase, f.mag,
    f.mag_err
FROM unnest(%(source_ids)s::bigint[]) AS s (source_id)
LEFT JOIN science.classified_source AS c ON c.source_id = s.source_id AND c.band = 'Ks'
CROSS JOIN LATERAL science.folded_light_curve(s.source_id, 'Ks', %(period)s) AS f
ORDER BY s.source_id, f.phase;
