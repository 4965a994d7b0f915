-- The sources that vary by more than errors and systematic floor explain, by their score: the larger of the
-- strongest deviation of an epoch, which finds flares and eclipses, and of the significance of the scatter
-- of all epochs, which finds what varies a little all the time. Both in standard deviations above the
-- floor.
--
-- The floor goes with the mean flux, not the epoch's: floor [mag] * mean flux * ln 10 / 2.5 in quadrature,
-- because it stands for what a constant source would scatter by; an outburst must not enlarge its own
-- error. An epoch whose flux is not positive is left out: what was found on an image and has no light in
-- its core lies on a bad pixel (26 of the delivery's 27 have light in the widest aperture).
--
-- Few light curves are read. Deviations are bounded as in science.variable_sources; and flux_m2 over the
-- square of the smallest error, as well as chi square without a floor, bounds chi square, whose
-- significance grows with it. Where an epoch is left out the source is read: what is kept holds for all
-- epochs.
CREATE FUNCTION science.sources_above_floor(
    score_min double precision DEFAULT 5, calibration text DEFAULT 'tied', band text DEFAULT 'Ks'
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
SET join_collapse_limit = 1
BEGIN ATOMIC
    SELECT
        upkeep.require_calibration(sources_above_floor.calibration),
        upkeep.require_band(sources_above_floor.band),
        upkeep.require_tie(sources_above_floor.calibration, sources_above_floor.band),
        upkeep.require_noise_model(true, sources_above_floor.calibration, sources_above_floor.band);

    WITH bounded AS (
        SELECT
            v.source_id, v.n_epoch, v.flux_min, f.floor_err,
            least(
                greatest(abs(v.strongest_flux - v.flux_mean) / v.strongest_flux_err, v.rest_deviation),
                greatest(v.flux_max - v.flux_mean, v.flux_mean - v.flux_min)
                / sqrt(v.flux_err_min ^ 2 + coalesce(f.floor_err, 0) ^ 2)
            ) * (1 + 1e-9) AS deviation_bound,
            least(v.flux_m2 / (v.flux_err_min ^ 2 + coalesce(f.floor_err, 0) ^ 2), v.chi2) * (1 + 1e-9)
                AS chi2_bound
        FROM survey.source_variability AS v
        LEFT JOIN science.flux_floor AS f
            ON f.source_id = v.source_id AND f.band = v.band
            AND f.calibration = sources_above_floor.calibration
        WHERE
            v.calibration = sources_above_floor.calibration::"char"
            AND v.band = sources_above_floor.band
            AND v.n_epoch >= 2
    ),
    candidate AS (
        SELECT b.source_id, coalesce(b.floor_err, 0) AS floor_err
        FROM bounded AS b
        WHERE
            b.deviation_bound > sources_above_floor.score_min
            OR b.flux_min <= 0
            OR science.significance_of_chi2(b.chi2_bound, b.n_epoch - 1) > sources_above_floor.score_min
    ),
    calibrated AS MATERIALIZED (
        SELECT i.image_id, i.mjd, i.flux_scale
        FROM science.image_calibration AS i
        WHERE i.band = sources_above_floor.band AND i.calibration = sources_above_floor.calibration
    ),
    centred AS (
        SELECT
            d.source_id, i.mjd, i.image_id,
            avg(d.flux_1 * i.flux_scale) OVER light_curve AS mean_flux,
            abs(d.flux_1 * i.flux_scale - avg(d.flux_1 * i.flux_scale) OVER light_curve)
            / sqrt((d.flux_1_err * i.flux_scale) ^ 2 + c.floor_err ^ 2) AS deviation
        FROM candidate AS c
        INNER JOIN survey.detection AS d ON d.source_id = c.source_id
        INNER JOIN calibrated AS i ON i.image_id = d.image_id
        WHERE d.flux_1 > 0 AND d.flux_1_err IS NOT NULL AND i.flux_scale IS NOT NULL
        WINDOW light_curve AS (PARTITION BY d.source_id)
    ),
    strongest AS (
        SELECT
            c.source_id, count(*)::integer AS n_epoch, min(c.mean_flux) AS mean_flux,
            max(ARRAY[c.deviation, -c.mjd, -c.image_id]) AS epoch,
            greatest(
                max(c.deviation),
                science.significance_of_chi2(sum(c.deviation ^ 2), nullif(count(*) - 1, 0))
            ) AS score
        FROM centred AS c
        GROUP BY c.source_id
    )
    SELECT
        t.source_id, s.field_id, t.n_epoch, t.mean_flux, t.epoch[1] AS max_deviation,
        -t.epoch[2] AS mjd, t.score
    FROM strongest AS t
    INNER JOIN survey.source AS s ON s.source_id = t.source_id
    WHERE t.n_epoch >= 2 AND t.score > sources_above_floor.score_min;
END;

COMMENT ON FUNCTION science.sources_above_floor(double precision, text, text) IS
'Sources that stand more than score_min (dimensionless) standard deviations above errors and systematic floor, by one epoch or by all together; calibration catalogue or tied (fluxes [adu] at zero point 25); dates as MJD [d].
mean_flux: Arithmetic mean of the flux over all epochs. [adu] {phot.flux;stat.mean;em.IR}
max_deviation: Strongest deviation of an epoch from that mean, in errors of that epoch. [] {stat.snr;src.var}
score: The larger of max_deviation and the significance of the scatter of all epochs. [] {stat.snr;src.var}
Subject: variability
Sample call: SELECT * FROM science.sources_above_floor(5, ''catalogue'', ''Ks'');';
