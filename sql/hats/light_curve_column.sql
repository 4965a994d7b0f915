-- What do the columns of a light curve mean? No row, for the columns' comments alone.
SELECT
    d.mjd,
    d.band,
    d.image_id,
    d.mag_1 AS mag,
    d.mag_1_err AS mag_err,
    d.flux_1 AS flux,
    d.flux_1_err AS flux_err,
    d.class
FROM science.calibrated_detection AS d
LIMIT 0;
