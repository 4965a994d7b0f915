-- The sources whose light curve differs from a constant by more than n_sigma: what R3
-- (science.variable_sources) and science.sources_above_floor are made of. max_deviation is the strongest
-- deviation of an epoch from the arithmetic mean, in units of that epoch's error; score is the larger of it
-- and of the significance of the chi square of all epochs, which sees what varies on every epoch a little.
-- by_score chooses which of the two must exceed n_sigma. By score, an epoch whose flux is not positive is
-- left out: what was found on an image and has no light in its core lies on a bad pixel (26 of the
-- delivery's 27 have light in the widest aperture).
--
-- with_floor adds the systematic floor of the source's field and mean magnitude to each error in
-- quadrature: err^2 = flux_err^2 + floor_err^2, where floor_err = floor [mag] * mean flux * ln 10 / 2.5 is
-- one number for a source. It goes with the mean flux, not the epoch's, because it stands for what a
-- constant source would scatter by; an outburst must not enlarge its own error.
--
-- Exact at any threshold without reading every light curve. upkeep.measure_deviations keeps the strongest
-- deviation and the chi square of every light curve that has not changed since; without a floor they are the
-- answer. Otherwise they bound it, since a floor only enlarges the errors, and so do the moments: no epoch
-- deviates by more than the larger of flux_max - mean and mean - flux_min, and none has an error below
-- e = sqrt(flux_err_min^2 + floor_err^2), so the one over the other bounds max_deviation, and flux_m2 / e^2
-- bounds chi square, whose significance grows with it. (By score, a source with an epoch to be left out is
-- always read: what is kept holds for all epochs.) Only the light curves of sources where a bound exceeds the
-- threshold are read. The bounds are slackened by 1e-9, for running moments differ from the moments in their
-- last digits. Raw fluxes and bands without running moments have no bound.
CREATE FUNCTION upkeep.deviating_sources(
    n_sigma double precision, calibration text, band text, with_floor boolean, by_score boolean
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
    SELECT
        upkeep.require_calibration(deviating_sources.calibration),
        upkeep.require_band(deviating_sources.band),
        upkeep.require_tie(deviating_sources.calibration, deviating_sources.band),
        upkeep.require_noise_model(
            deviating_sources.with_floor, deviating_sources.calibration, deviating_sources.band
        );

    WITH bounded AS (
        SELECT
            m.source_id, m.n_epoch, m.flux_mean, m.flux_min, m.max_deviation, m.chi2,
            m.max_deviation_image_id,
            coalesce(f.floor_err, 0) AS floor_err,
            m.max_deviation IS NOT NULL
            AND coalesce(f.floor_err, 0) = 0
            AND NOT (deviating_sources.by_score AND m.flux_min <= 0) AS is_measured,
            least(
                greatest(m.flux_max - m.flux_mean, m.flux_mean - m.flux_min)
                / sqrt(m.flux_err_min ^ 2 + coalesce(f.floor_err, 0) ^ 2),
                m.max_deviation
            ) * (1 + 1e-9) AS deviation_bound,
            least(m.flux_m2 / (m.flux_err_min ^ 2 + coalesce(f.floor_err, 0) ^ 2), m.chi2) * (1 + 1e-9)
                AS chi2_bound
        FROM science.flux_moments AS m
        LEFT JOIN science.flux_floor AS f
            ON f.source_id = m.source_id AND f.band = m.band AND f.calibration = m.calibration
            AND deviating_sources.with_floor
        WHERE
            m.calibration = deviating_sources.calibration
            AND m.band = deviating_sources.band
            AND m.n_epoch >= 2
            -- Implied by the bound below; said once more in the words that the planner has statistics on
            AND (
                deviating_sources.by_score
                OR greatest(m.flux_max - m.flux_mean, m.flux_mean - m.flux_min) / m.flux_err_min
                > deviating_sources.n_sigma * (1 - 1e-9)
            )
    ),
    candidate AS (
        SELECT
            b.source_id, b.n_epoch, b.flux_mean, b.max_deviation, b.chi2, b.max_deviation_image_id,
            b.floor_err, b.is_measured
        FROM bounded AS b
        WHERE
            b.deviation_bound > deviating_sources.n_sigma
            OR (
                deviating_sources.by_score
                AND (
                    b.flux_min <= 0
                    OR science.significance_of_chi2(b.chi2_bound, b.n_epoch - 1) > deviating_sources.n_sigma
                )
            )
    ),
    -- Each image's scale is worked out once, not for every detection
    calibrated AS MATERIALIZED (
        SELECT i.image_id, i.mjd, i.flux_scale, b.is_monitored
        FROM science.image_calibration AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        WHERE i.band = deviating_sources.band AND i.calibration = deviating_sources.calibration
    ),
    measured AS (
        SELECT
            d.source_id,
            i.mjd,
            d.flux_1 * i.flux_scale AS flux,
            CASE
                WHEN c.floor_err = 0 THEN d.flux_1_err * i.flux_scale
                ELSE sqrt((d.flux_1_err * i.flux_scale) ^ 2 + c.floor_err ^ 2)
            END AS flux_err
        FROM candidate AS c
        INNER JOIN survey.detection AS d ON d.source_id = c.source_id
        INNER JOIN calibrated AS i ON i.image_id = d.image_id
        WHERE NOT c.is_measured
        UNION ALL
        SELECT d.source_id, i.mjd, d.flux_1 * i.flux_scale AS flux, d.flux_1_err * i.flux_scale AS flux_err
        FROM calibrated AS i
        INNER JOIN survey.detection AS d ON d.image_id = i.image_id
        WHERE deviating_sources.calibration = 'raw' OR NOT i.is_monitored
    ),
    centred AS (
        SELECT
            m.source_id,
            m.mjd,
            count(*) OVER light_curve AS n_epoch,
            avg(m.flux) OVER light_curve AS mean_flux,
            abs(m.flux - avg(m.flux) OVER light_curve) / m.flux_err AS deviation
        FROM measured AS m
        WHERE
            m.flux IS NOT NULL AND m.flux_err IS NOT NULL
            AND (NOT deviating_sources.by_score OR m.flux > 0)
        WINDOW light_curve AS (PARTITION BY m.source_id)
    ),
    strongest AS (
        SELECT DISTINCT ON (c.source_id)
            c.source_id, c.n_epoch::integer AS n_epoch, c.mean_flux, c.deviation AS max_deviation, c.mjd,
            sum(c.deviation ^ 2) OVER light_curve AS chi2
        FROM centred AS c
        WHERE c.n_epoch >= 2
        WINDOW light_curve AS (PARTITION BY c.source_id)
        ORDER BY c.source_id, c.deviation DESC, c.mjd
    )
    SELECT t.source_id, s.field_id, t.n_epoch, t.mean_flux, t.max_deviation, t.mjd, t.score
    FROM (
        SELECT
            u.source_id, u.n_epoch, u.mean_flux, u.max_deviation, u.mjd,
            greatest(u.max_deviation, science.significance_of_chi2(u.chi2, u.n_epoch - 1)) AS score
        FROM strongest AS u
        UNION ALL
        SELECT
            c.source_id, c.n_epoch, c.flux_mean AS mean_flux, c.max_deviation, i.mjd,
            greatest(c.max_deviation, science.significance_of_chi2(c.chi2, c.n_epoch - 1)) AS score
        FROM candidate AS c
        INNER JOIN survey.image AS i ON i.image_id = c.max_deviation_image_id
        WHERE c.is_measured
    ) AS t
    INNER JOIN survey.source AS s ON s.source_id = t.source_id
    WHERE
        CASE WHEN deviating_sources.by_score THEN t.score ELSE t.max_deviation END
        > deviating_sources.n_sigma;
END;

COMMENT ON FUNCTION upkeep.deviating_sources(double precision, text, text, boolean, boolean) IS
'Sources whose strongest deviation, or whose score, exceeds n_sigma (all dimensionless), with mean flux [adu] and the date of the deviation as MJD [d]; calibration raw, catalogue or tied.
Sample call: SELECT * FROM upkeep.deviating_sources(20, ''catalogue'', ''Ks'', false, false);';
