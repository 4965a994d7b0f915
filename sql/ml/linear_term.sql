-- The terms of a linear run in their order: the powers, then the coefficient. Argument: the run.
SELECT
    e.mag_r_power, e.u_minus_g_power, e.g_minus_r_power, e.r_minus_i_power, e.i_minus_z_power, e.coefficient
FROM science.linear_equation AS e
WHERE e.run_id = %(run_id)s
ORDER BY e.term;
