-- What is the systematic floor of each source's flux? The noise model at the source's mean magnitude, in
-- ADU. The model is laid out in quarters of a magnitude, from 0 to 40, so that a source finds its place by
-- equality.
--
-- The model is laid out once for a question, not anew for every source.
CREATE VIEW science.flux_floor AS
SELECT
    s.source_id,
    s.field_id,
    m.band,
    n.calibration,
    m.mean_mag,
    n.floor_mag + n.floor_slope * greatest(m.mean_mag - n.mag, 0) AS floor_mag,
    (n.floor_mag + n.floor_slope * greatest(m.mean_mag - n.mag, 0))
    * m.flux_mean * ln(10::double precision) / 2.5 AS floor_err
FROM (
    SELECT v.source_id, v.band, v.calibration, v.flux_mean, science.mag_from_flux(v.flux_mean) AS mean_mag
    FROM survey.source_variability AS v
    WHERE v.n_epoch > 0
) AS m
INNER JOIN survey.source AS s ON s.source_id = m.source_id
INNER JOIN (
    WITH quarter AS MATERIALIZED (
        SELECT o.field_id, o.band, o.calibration, o.mag, o.floor_mag, o.floor_slope, g.quarter_mag
        FROM science.noise_model AS o
        CROSS JOIN LATERAL generate_series(
            coalesce(4 * o.mag_from, 0)::integer, coalesce(4 * o.mag_to, 161)::integer - 1
        ) AS g (quarter_mag)
    )
    SELECT q.field_id, q.band, q.calibration, q.mag, q.floor_mag, q.floor_slope, q.quarter_mag
    FROM quarter AS q
) AS n
    -- Of both, since the planner takes the quarters for one row: it would join each with a whole field first
    ON n.field_id = CASE WHEN m.flux_mean IS NOT NULL THEN s.field_id END
    AND n.band = m.band
    AND n.calibration::"char" = m.calibration
    AND n.quarter_mag = least(greatest(floor(4 * m.mean_mag), 0), 160)::integer;

COMMENT ON VIEW science.flux_floor IS
'The systematic floor of each source at its mean magnitude, by the noise model in use; sources without a mean magnitude have none.
Subject: variability';
COMMENT ON COLUMN science.flux_floor.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.flux_floor.field_id IS 'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.flux_floor.band IS 'Monitored band. [] {instr.bandpass}';
COMMENT ON COLUMN science.flux_floor.calibration IS
'Calibration of the fluxes: catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.flux_floor.mean_mag IS
'Magnitude of the mean flux. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.flux_floor.floor_mag IS
'Systematic error of an epoch, 1 sigma. [mag] {stat.error.sys;phot.mag}';
COMMENT ON COLUMN science.flux_floor.floor_err IS
'Systematic error of the flux of an epoch, 1 sigma. [adu] {stat.error.sys;phot.flux;em.IR}';
