-- R3: the sources whose flux on some epoch differs from their mean flux over all epochs by more than n_sigma
-- times that epoch's error. At least two epochs; the mean is arithmetic. calibration 'catalogue' compares
-- fluxes scaled to one zero point, 'raw' the fluxes as measured: the question to the letter, though two
-- images' raw fluxes are not comparable.
--
-- Exact at any threshold without reading every light curve. No epoch of a source can deviate by more than
-- the larger of flux_max - mean and mean - flux_min, over its smallest error, so only the light curves of
-- sources where that bound exceeds the threshold are read. The bound is slackened by 1e-9, for the running
-- mean differs from the mean in its last digits. Raw fluxes and bands without running moments have no bound.
CREATE FUNCTION science.variable_sources(
    n_sigma double precision DEFAULT 20, calibration text DEFAULT 'catalogue', band text DEFAULT 'Ks'
)
RETURNS TABLE (
    source_id bigint,
    field_id integer,
    n_epoch integer,
    mean_flux double precision,
    max_deviation double precision,
    mjd double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH measured AS (
        SELECT
            d.source_id,
            i.mjd,
            d.flux_1 * science.flux_scale(i.zero_point_1) AS flux,
            d.flux_1_err * science.flux_scale(i.zero_point_1) AS flux_err
        FROM survey.source_variability AS v
        INNER JOIN survey.detection AS d ON d.source_id = v.source_id
        INNER JOIN survey.image AS i ON i.image_id = d.image_id AND i.band = v.band
        WHERE
            science.checked_calibration(variable_sources.calibration) = 'catalogue'
            AND v.band = science.checked_band(variable_sources.band)
            AND v.n_epoch >= 2
            AND greatest(v.flux_max - v.flux_mean, v.flux_mean - v.flux_min)
            > variable_sources.n_sigma * v.flux_err_min * (1 - 1e-9)
        UNION ALL
        SELECT
            d.source_id,
            i.mjd,
            d.flux_1 * i.flux_scale AS flux,
            d.flux_1_err * i.flux_scale AS flux_err
        FROM (
            SELECT
                m.image_id,
                m.mjd,
                CASE variable_sources.calibration
                    WHEN 'raw' THEN 1 ELSE science.flux_scale(m.zero_point_1)
                END AS flux_scale
            FROM survey.image AS m
            INNER JOIN survey.band AS b ON b.band = m.band
            WHERE
                m.band = science.checked_band(variable_sources.band)
                AND (variable_sources.calibration = 'raw' OR NOT b.is_monitored)
        ) AS i
        INNER JOIN survey.detection AS d ON d.image_id = i.image_id
    ),
    centred AS (
        SELECT
            m.source_id,
            m.mjd,
            count(*) OVER light_curve AS n_epoch,
            avg(m.flux) OVER light_curve AS mean_flux,
            abs(m.flux - avg(m.flux) OVER light_curve) / m.flux_err AS deviation
        FROM measured AS m
        WHERE m.flux IS NOT NULL AND m.flux_err IS NOT NULL
        WINDOW light_curve AS (PARTITION BY m.source_id)
    ),
    strongest AS (
        SELECT DISTINCT ON (c.source_id)
            c.source_id, c.n_epoch::integer AS n_epoch, c.mean_flux, c.deviation AS max_deviation, c.mjd
        FROM centred AS c
        WHERE c.n_epoch >= 2 AND c.deviation > variable_sources.n_sigma
        ORDER BY c.source_id, c.deviation DESC, c.mjd
    )
    SELECT t.source_id, s.field_id, t.n_epoch, t.mean_flux, t.max_deviation, t.mjd
    FROM strongest AS t
    INNER JOIN survey.source AS s ON s.source_id = t.source_id;
END;

COMMENT ON FUNCTION science.variable_sources(double precision, text, text) IS
'Sources with an epoch that deviates from their mean flux by more than n_sigma errors (dimensionless); calibration catalogue (fluxes [adu] at zero point 25) or raw [adu]; dates as MJD [d].
Sample call: SELECT * FROM science.variable_sources(20, ''catalogue'', ''Ks'');';
