-- R3: the sources whose flux on some epoch differs from their mean flux over all epochs by more than n_sigma
-- times that epoch's error. At least two epochs; the mean is arithmetic. calibration 'catalogue' compares
-- fluxes scaled to one zero point, 'tied' also takes out by how much each image is off; 'raw' compares the
-- fluxes as measured: the question to the letter, though two images' raw fluxes are not comparable.
-- with_floor adds the systematic floor that upkeep.measure_noise_floor found to the errors in quadrature.
-- Exact and fast; how, and what score means, stands in upkeep.deviating_sources.
CREATE FUNCTION science.variable_sources(
    n_sigma double precision DEFAULT 20,
    calibration text DEFAULT 'catalogue',
    band text DEFAULT 'Ks',
    with_floor boolean DEFAULT false
)
RETURNS TABLE (
    source_id bigint,
    field_id integer,
    n_epoch integer,
    mean_flux double precision,
    max_deviation double precision,
    mjd double precision,
    score double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT t.source_id, t.field_id, t.n_epoch, t.mean_flux, t.max_deviation, t.mjd, t.score
    FROM upkeep.deviating_sources(
        variable_sources.n_sigma, variable_sources.calibration, variable_sources.band,
        variable_sources.with_floor, false
    ) AS t;
END;

COMMENT ON FUNCTION science.variable_sources(double precision, text, text, boolean) IS
'Sources with an epoch that deviates from their mean flux by more than n_sigma errors (dimensionless); calibration catalogue or tied (fluxes [adu] at zero point 25) or raw [adu]; with or without the systematic floor; dates as MJD [d].
Subject: R3
Sample call: SELECT * FROM science.variable_sources(20, ''catalogue'', ''Ks'');';
