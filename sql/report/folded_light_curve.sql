-- Folded light curves: of each class the three sources that are most surely of it, or where no forest has
-- been asked the six of the most certain periods; by the latest run of python -m ml periods in Ks.
WITH periodic AS (
    SELECT
        p.source_id, p.period, p.false_alarm_probability, p.amplitude_mag,
        coalesce(c.class, '') AS class, c.probability
    FROM science.periodic_source AS p
    LEFT JOIN science.classified_source AS c
        ON c.source_id = p.source_id AND c.band = p.band AND c.period_run_id = p.run_id
        AND NOT c.is_unknown
    WHERE p.band = 'Ks' AND p.false_alarm_probability < 0.001
),
ranked AS (
    SELECT
        p.source_id, p.period, p.class, p.probability,
        row_number() OVER (
            PARTITION BY p.class
            ORDER BY p.probability DESC, p.false_alarm_probability, p.amplitude_mag DESC, p.source_id
        ) AS place
    FROM periodic AS p
),
chosen AS (
    SELECT r.source_id, r.period, r.class, r.probability, r.place
    FROM ranked AS r
    WHERE
        r.place <= 3 AND r.class <> ''
        OR r.place <= 6 AND NOT EXISTS (SELECT 1 FROM ranked AS o WHERE o.class <> '')
)
SELECT c.source_id, c.class, c.probability, c.period, f.phase, f.mag, f.mag_err
FROM chosen AS c
CROSS JOIN LATERAL science.folded_light_curve(c.source_id, 'Ks', c.period) AS f
ORDER BY c.class, c.place, f.phase;
