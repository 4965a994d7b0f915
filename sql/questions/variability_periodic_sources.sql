-- Which sources are surely periodic? The latest run of python -m ml periods, strongest first.
SELECT p.source_id, p.field_id, p.mean_mag, p.period, p.amplitude_mag, p.power, p.false_alarm_probability
FROM science.periodic_source AS p
WHERE p.band = 'Ks' AND p.false_alarm_probability < 0.001
ORDER BY p.false_alarm_probability, p.source_id
LIMIT 20;
