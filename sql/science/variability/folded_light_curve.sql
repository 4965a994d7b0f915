-- How does a source vary within a period? Its light curve folded with the period that is typed, or for 0 with
-- the first that the latest run found, under the calibration of that run; without a run under the
-- catalogues' zero points. Phase 0 is the run's maximum of brightness, or MJD 0 where there is none, and each
-- epoch falls into a cycle counted from there. 0 and not a missing period, since functions are STRICT.
CREATE FUNCTION science.folded_light_curve(
    source_id bigint,
    band text DEFAULT 'Ks',
    period double precision DEFAULT 0,
    good_only boolean DEFAULT false
)
RETURNS TABLE (
    phase double precision,
    cycle integer,
    mag double precision,
    mag_err double precision,
    mjd double precision,
    image_id integer,
    folding_period double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_band(folded_light_curve.band), upkeep.require_period(folded_light_curve.period);

    WITH ephemeris AS (
        SELECT
            coalesce(nullif(folded_light_curve.period, 0), max(p.period)) AS period,
            coalesce(max(p.epoch_mjd), 0) AS epoch_mjd,
            coalesce(max(p.calibration), 'catalogue') AS calibration
        FROM science.periodic_source AS p
        WHERE p.source_id = folded_light_curve.source_id AND p.band = folded_light_curve.band
    )
    SELECT
        (c.mjd - e.epoch_mjd) / e.period - floor((c.mjd - e.epoch_mjd) / e.period) AS phase,
        floor((c.mjd - e.epoch_mjd) / e.period)::integer AS cycle,
        c.mag,
        c.mag_err,
        c.mjd,
        c.image_id,
        e.period AS folding_period
    FROM ephemeris AS e
    INNER JOIN science.calibrated_light_curve AS c ON c.calibration = e.calibration
    WHERE
        c.source_id = folded_light_curve.source_id
        AND c.band = folded_light_curve.band
        AND e.period IS NOT NULL
        AND (NOT folded_light_curve.good_only OR c.is_good)
    ORDER BY phase;
END;

COMMENT ON FUNCTION science.folded_light_curve(bigint, text, double precision, boolean) IS
'Light curve of a source folded with a period [d], for 0 (the default) with the first of the latest run: phase (dimensionless, 0 to 1), magnitude and error [mag], MJD [d]; no rows where no period was found and none is given.
phase: Phase, from 0 (maximum of the harmonics that the run fitted) to 1. [] {time.phase}
cycle: Number of the cycle, 0 at the epoch of phase zero. [] {meta.number}
folding_period: Period that it is folded with. [d] {time.period;src.var}
Subject: variability
Sample call: SELECT * FROM science.folded_light_curve(5, ''Ks'', 0.55);';
