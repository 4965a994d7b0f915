-- Why has the density of the simulated stars this many components? What each number of components reaches on
-- stars that it was not fitted to, relative to the best, and the BIC above the lowest; the latest run that
-- asked.
SELECT
    d.run_id,
    d.n_component,
    d.bic - min(d.bic) OVER () AS bic_excess,
    d.gain,
    d.gain_err,
    d.is_chosen::integer AS is_chosen
FROM science.density_choice AS d
WHERE d.bic IS NOT NULL AND d.run_id = (SELECT max(m.run_id) FROM science.density_choice AS m)
ORDER BY d.n_component;
