-- What did the sources within ten seconds of arc of a position do in Ks?
SELECT l.source_id, l.distance * 3600 AS distance_arcsec, l.mjd, l.mag, l.mag_err
FROM science.light_curves_near(269.45, -30.2284, 10 / 3600.0, 'Ks') AS l
ORDER BY l.distance, l.source_id, l.mjd;
