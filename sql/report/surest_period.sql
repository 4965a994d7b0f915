-- How do the surest periodic sources vary within a period? Their light curves in Ks, folded with the period
-- that the latest run found.
WITH surest AS (
    SELECT p.source_id, p.field_id, p.period, p.power, p.false_alarm_probability
    FROM science.periodic_source AS p
    WHERE p.band = 'Ks' AND p.false_alarm_probability < 0.001
    ORDER BY p.false_alarm_probability, p.power DESC, p.source_id
    LIMIT 3
)
SELECT s.source_id, s.field_id, s.period, c.phase, c.mag, c.mag_err
FROM surest AS s
CROSS JOIN LATERAL science.folded_light_curve(s.source_id, 'Ks') AS c
ORDER BY s.false_alarm_probability, s.power DESC, s.source_id, c.phase;
