-- Which light curves a run read; tied ones by the tie in use. Arguments: run, band, calibration.
INSERT INTO survey.run_light_curve (run_id, band, calibration, tie_id)
SELECT p.run_id, p.band, p.calibration, r.tie_id
FROM (VALUES (%(run_id)s::integer, %(band)s::text, %(calibration)s::text)) AS p (run_id, band, calibration)
LEFT JOIN survey.tie AS r ON r.band = p.band AND r.is_current AND p.calibration = 'tied';
