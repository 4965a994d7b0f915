-- How much is where on the sky? The position of each source with the number of its detections, where light
-- curves are wanted, else none: what a tile of a HATS catalogue holds is bounded by both. A row has one
-- length, so that rows are read as one array.
SELECT p.ra, p.dec, CASE WHEN %(light_curves)s THEN p.n_detection ELSE 0 END AS n_detection
FROM science.photometry AS p;
