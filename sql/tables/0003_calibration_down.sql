-- Takes the tables of 0003_calibration.sql away again, with all that they hold.
DROP TABLE
    survey.period,
    survey.period_run,
    survey.image_depth,
    survey.noise_floor,
    survey.noise_run,
    survey.zero_point_offset,
    survey.zero_point_run;
