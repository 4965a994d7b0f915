-- The sources that vary by more than errors and systematic floor explain, by their score: the larger of the
-- strongest deviation of an epoch, which finds flares and eclipses, and of the significance of the scatter of
-- all epochs, which finds what varies a little all the time. Both in standard deviations above the floor.
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
BEGIN ATOMIC
    SELECT t.source_id, t.field_id, t.n_epoch, t.mean_flux, t.max_deviation, t.mjd, t.score
    FROM upkeep.deviating_sources(
        sources_above_floor.score_min, sources_above_floor.calibration, sources_above_floor.band, true, true
    ) AS t;
END;

COMMENT ON FUNCTION science.sources_above_floor(double precision, text, text) IS
'Sources that stand more than score_min (dimensionless) standard deviations above errors and systematic floor, by one epoch or by all together; calibration catalogue or tied (fluxes [adu] at zero point 25); dates as MJD [d].
mean_flux: Arithmetic mean of the flux over all epochs. [adu] {phot.flux;stat.mean;em.IR}
max_deviation: Strongest deviation of an epoch from that mean, in errors of that epoch. [] {stat.snr;src.var}
score: The larger of max_deviation and the significance of the scatter of all epochs. [] {stat.snr;src.var}
Subject: variability
Sample call: SELECT * FROM science.sources_above_floor(5, ''catalogue'', ''Ks'');';
