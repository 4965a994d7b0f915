-- Takes the tables of 0003_calibration.sql away again, with all that they hold.
DROP TABLE
    survey.candidate_period,
    survey.period,
    survey.run_light_curve,
    survey.image_depth,
    survey.noise_floor,
    survey.noise_run,
    survey.tie_offset,
    survey.tie;
