-- Which light curves a run read; tied ones by the tie in use. Arguments: run, band, calibration.
INSERT INTO survey.run_light_curve (run_id, band, calibration, tie_id)
VALUES (
    %(run_id)s, %(band)s, %(calibration)s,
    CASE %(calibration)s
        WHEN 'tied' THEN
        (
            SELECT r.tie_id
            FROM survey.tie AS r
            WHERE r.band = %(band)s AND r.is_current
        )
    END
);
