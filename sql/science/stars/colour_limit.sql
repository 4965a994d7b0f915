-- Where does the plane (Y-J, J-H) end on grids and figures? The box that holds all but about one star in a
-- hundred, said here alone: densities, figures and the comparison of samples in ml/ ask for its edges.
CREATE FUNCTION science.colour_limit(edge text)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE colour_limit.edge
    WHEN 'y_minus_j_min' THEN -1.2
    WHEN 'y_minus_j_max' THEN 0.6
    WHEN 'j_minus_h_min' THEN -1
    WHEN 'j_minus_h_max' THEN 2.2
END::double precision;

COMMENT ON FUNCTION science.colour_limit(text) IS
'Edge [mag] of the box in the plane (Y-J, J-H) that densities are counted in: y_minus_j_min, y_minus_j_max, j_minus_h_min or j_minus_h_max; missing for any other name.
Subject: stars
Sample call: SELECT science.colour_limit(''j_minus_h_max'');';
