-- The stars that a simulation is made from: star in each image, or by majority. Argument: each or majority.
SELECT s.source_id, s.y_mag, s.j_mag, s.h_mag, s.y_mag_err, s.j_mag_err, s.h_mag_err
FROM science.star_colours AS s
WHERE CASE %(choice)s WHEN 'each' THEN s.is_star_in_each WHEN 'majority' THEN s.is_star ELSE false END
ORDER BY s.source_id;
