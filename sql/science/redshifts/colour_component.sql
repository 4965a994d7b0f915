-- How many dimensions have the colours of galaxies, and do fewer suffice? Principal components of
-- magnitude and colours in units of their robust widths, and the error of linear regression on the first
-- of them.
CREATE VIEW science.colour_component AS
SELECT
    p.run_id,
    s.name AS training_sample,
    p.component,
    p.explained_variance,
    sum(p.explained_variance) OVER (PARTITION BY p.run_id ORDER BY p.component) AS explained_so_far,
    p.mag_r,
    p.u_minus_g,
    p.g_minus_r,
    p.r_minus_i,
    p.i_minus_z,
    p.training_error,
    p.test_error
FROM survey.principal_component AS p
INNER JOIN survey.model_run AS r ON r.run_id = p.run_id
INNER JOIN survey.galaxy_sample AS s ON s.sample_id = r.training_sample_id;

COMMENT ON VIEW science.colour_component IS
'Principal components of magnitude and colours: what they explain, and what linear regression on the first of them reaches.
Subject: redshifts';
COMMENT ON COLUMN science.colour_component.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.colour_component.training_sample IS
'Sample that the run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.colour_component.component IS
'Number of the component, from 1, by descending variance. [] {meta.id}';
COMMENT ON COLUMN science.colour_component.explained_variance IS
'Share of the variance along it. [] {stat.variance}';
COMMENT ON COLUMN science.colour_component.explained_so_far IS
'Share of the variance along it and those before. [] {stat.variance}';
COMMENT ON COLUMN science.colour_component.mag_r IS
'Its direction: part of mag_r. [] {stat.fit.param}';
COMMENT ON COLUMN science.colour_component.u_minus_g IS
'Its direction: part of u - g. [] {stat.fit.param}';
COMMENT ON COLUMN science.colour_component.g_minus_r IS
'Its direction: part of g - r. [] {stat.fit.param}';
COMMENT ON COLUMN science.colour_component.r_minus_i IS
'Its direction: part of r - i. [] {stat.fit.param}';
COMMENT ON COLUMN science.colour_component.i_minus_z IS
'Its direction: part of i - z. [] {stat.fit.param}';
COMMENT ON COLUMN science.colour_component.training_error IS
'E with this and the components before it, on the training sample. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.colour_component.test_error IS
'The same on the test sample. [] {stat.fit.goodness}';
