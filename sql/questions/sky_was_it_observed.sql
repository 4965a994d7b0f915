-- Was a position observed, in which bands, how often and how deep? A band without a row never looked there.
SELECT c.band, c.n_image, c.mjd_min, c.mjd_max, c.limit_mag_min, c.limit_mag_max
FROM science.coverage_at(269.45, -30.2284) AS c;
