-- Which equation gives the redshift? The terms of the linear models; science.photo_z_linear evaluates them.
CREATE VIEW science.linear_equation AS
SELECT
    t.run_id, r.method, s.name AS training_sample, t.term, t.name, t.coefficient, t.mag_r_power,
    t.u_minus_g_power, t.g_minus_r_power, t.r_minus_i_power, t.i_minus_z_power
FROM survey.linear_term AS t
INNER JOIN survey.model_run AS r ON r.run_id = t.run_id
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = r.training_sample_id;

COMMENT ON VIEW science.linear_equation IS
'The equations of the linear models, term by term: the redshift is the sum of coefficient times the powers.
Subject: redshifts';
COMMENT ON COLUMN science.linear_equation.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.linear_equation.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.linear_equation.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.linear_equation.term IS 'Place of the term, from 1. [] {meta.id}';
COMMENT ON COLUMN science.linear_equation.name IS
'The product of powers, 1 for the constant. [] {meta.title}';
COMMENT ON COLUMN science.linear_equation.coefficient IS
'Coefficient, in mag to the minus sum of the powers. [] {stat.fit.param}';
COMMENT ON COLUMN science.linear_equation.mag_r_power IS 'Power of mag_r. [] {meta.number}';
COMMENT ON COLUMN science.linear_equation.u_minus_g_power IS 'Power of u - g. [] {meta.number}';
COMMENT ON COLUMN science.linear_equation.g_minus_r_power IS 'Power of g - r. [] {meta.number}';
COMMENT ON COLUMN science.linear_equation.r_minus_i_power IS 'Power of r - i. [] {meta.number}';
COMMENT ON COLUMN science.linear_equation.i_minus_z_power IS 'Power of i - z. [] {meta.number}';
