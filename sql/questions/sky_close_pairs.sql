-- Which sources lie within two seconds of arc of one another: blends, or one object twice? The closest first.
SELECT n.source_id, n.neighbour_id, n.distance * 3600 AS distance_arcsec
FROM science.neighbours(2 / 3600.0) AS n
ORDER BY n.distance, n.source_id
LIMIT 100;
