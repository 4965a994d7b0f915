-- Which density are the simulated stars drawn from? The Gaussian components in the plane (Y-J, J-H).
CREATE VIEW science.star_mixture AS
SELECT
    c.run_id,
    c.density,
    c.component,
    c.is_background,
    c.weight,
    c.mean_y_minus_j,
    c.mean_j_minus_h,
    sqrt(c.var_y_minus_j) AS y_minus_j_width,
    sqrt(c.var_j_minus_h) AS j_minus_h_width,
    c.covariance / sqrt(c.var_y_minus_j * c.var_j_minus_h) AS correlation
FROM survey.mixture_component AS c;

COMMENT ON VIEW science.star_mixture IS
'The Gaussian components of the fitted densities of stars, with widths and correlation.
Subject: stars';
COMMENT ON COLUMN science.star_mixture.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.star_mixture.density IS
'Which density: observed (as measured) or intrinsic (before the errors). [] {meta.code.class}';
COMMENT ON COLUMN science.star_mixture.component IS
'Number of the component, from 1, the background last. [] {meta.id}';
COMMENT ON COLUMN science.star_mixture.is_background IS
'Whether it is the broad component that stands for isolated stars. [] {meta.code}';
COMMENT ON COLUMN science.star_mixture.weight IS 'Share of the stars. [] {stat.weight}';
COMMENT ON COLUMN science.star_mixture.mean_y_minus_j IS
'Mean of Y - J. [mag] {phot.color;stat.mean;em.IR.NIR;em.IR.J}';
COMMENT ON COLUMN science.star_mixture.mean_j_minus_h IS
'Mean of J - H. [mag] {phot.color;stat.mean;em.IR.J;em.IR.H}';
COMMENT ON COLUMN science.star_mixture.y_minus_j_width IS
'Standard deviation of Y - J. [mag] {stat.stdev;phot.color}';
COMMENT ON COLUMN science.star_mixture.j_minus_h_width IS
'Standard deviation of J - H. [mag] {stat.stdev;phot.color}';
COMMENT ON COLUMN science.star_mixture.correlation IS
'Correlation of Y - J and J - H. [] {stat.correlation;phot.color}';
