-- How do I get a thousand new stars, the same on every server? From the density of the latest simulation,
-- seed 42.
SELECT s.star_number, s.y_minus_j, s.j_minus_h, s.component
FROM science.draw_stars((SELECT max(m.run_id) FROM science.star_mixture AS m), 1000, 42) AS s
ORDER BY s.star_number;
