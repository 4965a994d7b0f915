-- R3: the sources whose flux on some epoch differs from their mean flux over all epochs by more than
-- n_sigma times that epoch's error. At least two epochs; the mean is arithmetic. calibration 'catalogue'
-- compares fluxes scaled to one zero point, 'tied' also takes out by how much each image is off; 'raw'
-- compares the fluxes as measured: the question to the letter, though two images' raw fluxes are not
-- comparable. with_floor adds the systematic floor of the source's field and mean magnitude to each error
-- in quadrature. good_only leaves out the epochs that are not good by their flags, from the mean as well.
--
-- Exact at any threshold, and hardly a light curve is read. survey.source_variability keeps the epoch that
-- deviates most and a bound on the others (upkeep.merge_source_variability). Where it exceeds that bound it
-- is the answer. Otherwise the source is read if it could be one: no epoch deviates by more than the bound,
-- which a floor only lessens, nor by more than the larger of flux_max - mean and mean - flux_min over the
-- smallest error. Raw fluxes and bands without running moments are read in full.
CREATE FUNCTION science.variable_sources(
    n_sigma double precision DEFAULT 20,
    calibration text DEFAULT 'catalogue',
    band text DEFAULT 'Ks',
    with_floor boolean DEFAULT false,
    good_only boolean DEFAULT false
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
SET jit = off
BEGIN ATOMIC
    SELECT
        upkeep.require_calibration(variable_sources.calibration),
        upkeep.require_band(variable_sources.band),
        upkeep.require_tie(variable_sources.calibration, variable_sources.band),
        upkeep.require_noise_model(
            variable_sources.with_floor, variable_sources.calibration, variable_sources.band
        );

    WITH bounded AS (
        SELECT
            v.source_id, v.n_epoch, v.flux_mean, v.chi2, v.strongest_image_id,
            coalesce(f.floor_err, 0) AS floor_err,
            upkeep.strongest_deviation(
                v.flux_mean, v.strongest_flux, v.strongest_flux_err, v.rest_deviation
            ) AS max_deviation,
            greatest(abs(v.strongest_flux - v.flux_mean) / v.strongest_flux_err, v.rest_deviation) AS bound,
            greatest(v.flux_max - v.flux_mean, v.flux_mean - v.flux_min)
            / sqrt(v.flux_err_min ^ 2 + coalesce(f.floor_err, 0) ^ 2) AS reach
        FROM survey.source_variability AS v
        LEFT JOIN science.flux_floor AS f
            ON f.source_id = v.source_id AND f.band = v.band
            AND f.calibration = variable_sources.calibration
            AND variable_sources.with_floor
        WHERE
            variable_sources.calibration <> 'raw'
            AND v.calibration = variable_sources.calibration::"char"
            AND v.band = variable_sources.band
            AND v.n_epoch >= 2
            -- Implied by the bounds; the planner has statistics on it (sql/README.md)
            AND greatest(v.flux_max - v.flux_mean, v.flux_mean - v.flux_min) / v.flux_err_min
            > variable_sources.n_sigma * (1 - 1e-9)
    ),
    candidate AS (
        SELECT
            b.source_id, b.n_epoch, b.flux_mean, b.chi2, b.strongest_image_id, b.floor_err, b.max_deviation,
            b.max_deviation IS NOT NULL AND b.floor_err = 0 AS is_known
        FROM bounded AS b
        WHERE least(b.bound, b.reach) * (1 + 1e-9) > variable_sources.n_sigma
    ),
    strongest AS (
        SELECT c.source_id, c.n_epoch, c.flux_mean, c.max_deviation, i.mjd, c.chi2
        FROM candidate AS c
        INNER JOIN survey.image AS i ON i.image_id = c.strongest_image_id
        WHERE c.is_known
        UNION ALL
        SELECT
            r.source_id, r.n_epoch, r.flux_mean, r.max_deviation, r.mjd, r.chi2
        FROM (
            SELECT
                array_agg(c.source_id) AS source_ids, array_agg(c.n_epoch) AS n_epochs,
                array_agg(c.flux_mean) AS flux_means, array_agg(c.floor_err) AS floor_errs
            FROM candidate AS c
            WHERE NOT c.is_known
        ) AS u
        CROSS JOIN LATERAL upkeep.read_deviations(
            u.source_ids, u.n_epochs, u.flux_means, u.floor_errs,
            variable_sources.calibration, variable_sources.band
        ) AS r
        UNION ALL
        SELECT w.source_id, w.n_epoch, w.flux_mean, w.max_deviation, w.mjd, w.chi2
        FROM survey.band AS b
        -- Called for the band's row, or it would read every detection to find that none is asked for
        CROSS JOIN LATERAL upkeep.deviations_without_moments(variable_sources.calibration, b.band) AS w
        WHERE
            b.band = variable_sources.band
            AND (variable_sources.calibration = 'raw' OR NOT b.is_monitored)
    ),
    flagged AS (
        SELECT DISTINCT f.source_id
        FROM science.flagged_detection AS f
        WHERE variable_sources.good_only AND f.band = variable_sources.band
    ),
    chosen AS (
        SELECT t.source_id, t.n_epoch, t.flux_mean, t.max_deviation, t.mjd, t.chi2
        FROM strongest AS t
        LEFT JOIN flagged AS f ON f.source_id = t.source_id
        WHERE f.source_id IS NULL
        UNION ALL
        SELECT g.source_id, g.n_epoch, g.flux_mean, g.max_deviation, g.mjd, g.chi2
        FROM survey.band AS b
        CROSS JOIN LATERAL upkeep.good_deviations(
            variable_sources.calibration, b.band, variable_sources.with_floor
        ) AS g
        WHERE b.band = variable_sources.band AND variable_sources.good_only
    )
    SELECT
        t.source_id, s.field_id, t.n_epoch, t.flux_mean AS mean_flux, t.max_deviation, t.mjd,
        greatest(t.max_deviation, science.significance_of_chi2(t.chi2, t.n_epoch - 1)) AS score
    FROM chosen AS t
    INNER JOIN survey.source AS s ON s.source_id = t.source_id
    WHERE t.max_deviation > variable_sources.n_sigma;
END;

COMMENT ON FUNCTION science.variable_sources(double precision, text, text, boolean, boolean) IS
'Sources with an epoch that deviates from their mean flux by more than n_sigma errors (dimensionless); calibration catalogue or tied (fluxes [adu] at zero point 25) or raw [adu]; with or without the systematic floor; of all epochs or the good ones; dates as MJD [d].
Subject: R3
Sample call: SELECT * FROM science.variable_sources(20, ''catalogue'', ''Ks'');';
