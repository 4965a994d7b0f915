-- The redshift of a galaxy by the equation of a linear run, for galaxies that are in no sample too.
CREATE FUNCTION science.photo_z_linear(
    run_id integer,
    mag_r double precision,
    u_minus_g double precision,
    g_minus_r double precision,
    r_minus_i double precision,
    i_minus_z double precision
)
RETURNS double precision
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        sum(
            t.coefficient
            * power(photo_z_linear.mag_r, t.mag_r_power)
            * power(photo_z_linear.u_minus_g, t.u_minus_g_power)
            * power(photo_z_linear.g_minus_r, t.g_minus_r_power)
            * power(photo_z_linear.r_minus_i, t.r_minus_i_power)
            * power(photo_z_linear.i_minus_z, t.i_minus_z_power)
            ORDER BY t.term
        )
    FROM survey.linear_term AS t
    WHERE t.run_id = photo_z_linear.run_id;
END;

COMMENT ON FUNCTION science.photo_z_linear(
    integer, double precision, double precision, double precision, double precision, double precision
) IS
'Photometric redshift (dimensionless) by the equation of a linear run from a magnitude and four colours [mag]; missing for a run that has no equation.
Subject: redshifts
Sample call: SELECT science.photo_z_linear((SELECT max(run_id) FROM science.linear_equation), 17.2, 1.8, 0.9, 0.4, 0.3);';
