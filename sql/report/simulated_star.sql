-- Are the simulated stars where the stars are? The latest simulation and the stars that it was fitted to,
-- both counted on one grid of 60 by 60 cells in the plane (Y - J, J - H).
WITH latest AS (
    SELECT max(r.run_id) AS run_id
    FROM science.run_overview AS r
    WHERE r.task = 'simulate'
)
SELECT
    l.run_id,
    d.y_minus_j,
    d.j_minus_h,
    d.n_star,
    d.n_simulated,
    d.density,
    d.simulated_density,
    d.significance
FROM latest AS l
CROSS JOIN LATERAL science.star_density(l.run_id, 60) AS d
ORDER BY d.y_minus_j, d.j_minus_h;
