-- The light curves that are searched for periods, source by source. Arguments: least score, calibration,
-- band, least number of epochs.
SELECT c.source_id, c.mjd, c.mag, c.mag_err
FROM science.candidate_light_curves(%(score_min)s, %(calibration)s, %(band)s, %(n_epoch_min)s) AS c;
