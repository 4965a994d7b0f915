-- R3: how far does each source's strongest epoch in Ks deviate from its mean flux? Sources above 5 sigma
-- counted in cells of 0.1 mag by 0.05 dex, and how many of them exceed 20 sigma.
WITH grid AS (SELECT 0.1::double precision AS mag_step, 0.05::double precision AS log_deviation_step)
SELECT
    v.field_id,
    (floor(science.mag_from_flux(v.mean_flux) / g.mag_step) + 0.5) * g.mag_step AS mean_mag,
    (floor(log(v.max_deviation) / g.log_deviation_step) + 0.5) * g.log_deviation_step AS log_deviation,
    count(*) AS n_source,
    count(*) FILTER (WHERE v.max_deviation > 20) AS n_variable,
    g.mag_step,
    g.log_deviation_step
FROM science.variable_sources(5) AS v
CROSS JOIN grid AS g
WHERE v.mean_flux > 0
GROUP BY
    v.field_id, floor(science.mag_from_flux(v.mean_flux) / g.mag_step),
    floor(log(v.max_deviation) / g.log_deviation_step), g.mag_step, g.log_deviation_step;
