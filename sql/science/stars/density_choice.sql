-- Why this many components? All densities that were tried, judged on stars held out of the fit. The
-- choice is the smallest number of components within one standard error of the likeliest; what is drawn from
-- is the mean of several mixtures of so many, as one of them hangs on where its fit began.
CREATE VIEW science.density_choice AS
SELECT
    d.run_id,
    d.estimator,
    d.n_component,
    d.bic,
    d.held_out,
    d.held_out_err,
    d.gain,
    d.gain_err,
    d.estimator = 'mixture of ' || p.value::integer AS is_chosen
FROM survey.density_candidate AS d
INNER JOIN survey.model_metric AS p ON p.run_id = d.run_id AND p.name = 'n_component';

COMMENT ON VIEW science.density_choice IS
'The densities that were tried for the stars, and how well each describes stars held out of the fit.
Subject: stars';
COMMENT ON COLUMN science.density_choice.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.density_choice.estimator IS 'Name of the estimator. [] {meta.id}';
COMMENT ON COLUMN science.density_choice.n_component IS
'Gaussian components, the background not counted; missing for a kernel density. [] {meta.number}';
COMMENT ON COLUMN science.density_choice.bic IS
'Bayesian information criterion, smaller is better; missing where not computed. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.density_choice.held_out IS
'Mean natural logarithm of the density [mag**-2] at held-out stars. [] {stat.likelihood}';
COMMENT ON COLUMN science.density_choice.held_out_err IS
'Standard error of that mean, the same stars'' for all. [] {stat.error}';
COMMENT ON COLUMN science.density_choice.gain IS
'Mean over the stars of the difference to the likeliest number of components. [] {stat.likelihood}';
COMMENT ON COLUMN science.density_choice.gain_err IS
'Standard error of the mean difference. [] {stat.error}';
COMMENT ON COLUMN science.density_choice.is_chosen IS
'Whether the mixtures that the simulated stars are drawn from have its number of components. [] {meta.code}';
