-- The light curve of a source folded with its period, under the calibration that the period was found in:
-- phase 0 is a maximum of the fitted sine, and each epoch falls into a cycle counted from there.
CREATE FUNCTION science.folded_light_curve(source_id bigint, band text DEFAULT 'Ks')
RETURNS TABLE (
    phase double precision,
    cycle integer,
    mag double precision,
    mag_err double precision,
    mjd double precision,
    image_id integer,
    period double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_band(folded_light_curve.band);

    SELECT
        (c.mjd - p.epoch_mjd) / p.period - floor((c.mjd - p.epoch_mjd) / p.period) AS phase,
        floor((c.mjd - p.epoch_mjd) / p.period)::integer AS cycle,
        c.mag,
        c.mag_err,
        c.mjd,
        c.image_id,
        p.period
    FROM science.periodic_source AS p
    INNER JOIN science.calibrated_light_curve AS c
        ON c.source_id = p.source_id AND c.band = p.band AND c.calibration = p.calibration
    WHERE
        p.source_id = folded_light_curve.source_id
        AND p.band = folded_light_curve.band
        AND c.source_id = folded_light_curve.source_id
    ORDER BY phase;
END;

COMMENT ON FUNCTION science.folded_light_curve(bigint, text) IS
'Light curve of a source folded with the period [d] of the latest run: phase (dimensionless, 0 to 1), magnitude and error [mag], MJD [d]; no rows where no period was found.
phase: Phase, from 0 (a maximum of the fitted sine) to 1. [] {time.phase}
cycle: Number of the cycle, 0 at the epoch of phase zero. [] {meta.number}
Subject: variability
Sample call: SELECT * FROM science.folded_light_curve(5, ''Ks'');';
