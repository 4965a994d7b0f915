-- How many sources might be periodic, and how many epochs has the one that has most? Arguments: least score,
-- calibration, band.
SELECT count(*) AS n_source, coalesce(max(a.n_epoch), 0) AS n_epoch_max
FROM science.sources_above_floor(%(score_min)s, %(calibration)s, %(band)s) AS a;
