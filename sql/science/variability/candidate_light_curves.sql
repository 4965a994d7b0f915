-- The light curves of the sources above the noise floor that have enough epochs, with the floor in their
-- errors: what a search for periods reads.
CREATE FUNCTION science.candidate_light_curves(
    score_min double precision DEFAULT 5,
    calibration text DEFAULT 'tied',
    band text DEFAULT 'Ks',
    n_epoch_min integer DEFAULT 20
)
RETURNS TABLE (source_id bigint, mjd double precision, mag double precision, mag_err double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    -- Asked for here, too: where no floor is kept the rest may never be called
    SELECT
        upkeep.require_calibration(candidate_light_curves.calibration),
        upkeep.require_band(candidate_light_curves.band),
        upkeep.require_tie(candidate_light_curves.calibration, candidate_light_curves.band),
        upkeep.require_noise_model(true, candidate_light_curves.calibration, candidate_light_curves.band);

    SELECT c.source_id, c.mjd, c.mag, sqrt(c.mag_err ^ 2 + f.floor_mag ^ 2) AS mag_err
    FROM science.sources_above_floor(
        candidate_light_curves.score_min, candidate_light_curves.calibration, candidate_light_curves.band
    ) AS a
    INNER JOIN science.calibrated_light_curve AS c
        ON c.source_id = a.source_id
        AND c.band = candidate_light_curves.band
        AND c.calibration = candidate_light_curves.calibration
    INNER JOIN science.flux_floor AS f
        ON f.source_id = c.source_id AND f.band = c.band AND f.calibration = c.calibration
    WHERE a.n_epoch >= candidate_light_curves.n_epoch_min
    ORDER BY c.source_id, c.mjd, c.image_id;
END;

COMMENT ON FUNCTION science.candidate_light_curves(double precision, text, text, integer) IS
'Light curves (MJD [d], magnitude [mag] and its error with the systematic floor [mag]) of the sources with a score (dimensionless) above a limit and at least n_epoch_min epochs; calibration catalogue or tied.
Subject: variability
Sample call: SELECT * FROM science.candidate_light_curves(5, ''catalogue'', ''Ks'', 20);';
