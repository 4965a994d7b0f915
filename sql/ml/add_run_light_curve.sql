-- Which light curves a run read; tied ones by the zero-point run in use. Arguments: run, band, calibration.
INSERT INTO survey.run_light_curve (run_id, band, calibration, zero_point_run_id)
VALUES (
    %(run_id)s, %(band)s, %(calibration)s,
    CASE %(calibration)s
        WHEN 'tied' THEN
        (
            SELECT r.zero_point_run_id
            FROM survey.zero_point_run AS r
            WHERE r.band = %(band)s AND r.is_current
        )
    END
);
