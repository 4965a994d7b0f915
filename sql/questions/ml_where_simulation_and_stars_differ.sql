-- Where in the plane (Y-J, J-H) do simulated stars and stars differ most? The cells by the size of the
-- difference in counting errors.
SELECT d.y_minus_j, d.j_minus_h, d.n_star, d.n_simulated, d.difference, d.significance
FROM science.star_density((SELECT max(m.run_id) FROM science.star_mixture AS m), 40) AS d
WHERE d.significance IS NOT NULL
ORDER BY abs(d.significance) DESC, d.y_minus_j, d.j_minus_h
LIMIT 20;
