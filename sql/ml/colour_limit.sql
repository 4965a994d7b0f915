-- The box in the plane (Y-J, J-H) in which samples of stars are compared.
SELECT
    science.colour_limit('y_minus_j_min') AS y_minus_j_min,
    science.colour_limit('y_minus_j_max') AS y_minus_j_max,
    science.colour_limit('j_minus_h_min') AS j_minus_h_min,
    science.colour_limit('j_minus_h_max') AS j_minus_h_max;
