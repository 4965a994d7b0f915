-- How much do constant sources scatter at each magnitude, and what part of it do their errors not explain?
-- For each band and calibration the latest noise run that belongs to the calibration as it is now: a run on
-- tied fluxes counts only while its tie is current. Between two bins the floor is interpolated
-- linearly; beyond the first and the last bin it stays as it is there, hence the segments' open ends.
CREATE VIEW science.noise_model AS
SELECT
    n.band,
    n.calibration,
    f.field_id,
    f.mag,
    f.n_source,
    f.scatter_mag,
    f.expected_mag,
    f.floor_mag,
    CASE WHEN lag(f.mag) OVER by_mag IS NOT NULL THEN f.mag END AS mag_from,
    lead(f.mag) OVER by_mag AS mag_to,
    coalesce(
        (lead(f.floor_mag) OVER by_mag - f.floor_mag) / nullif(lead(f.mag) OVER by_mag - f.mag, 0), 0
    ) AS floor_slope,
    n.noise_run_id,
    n.tie_id
FROM (
    SELECT DISTINCT ON (m.band, m.calibration)
        m.band, m.calibration, m.noise_run_id, m.tie_id
    FROM survey.noise_run AS m
    LEFT JOIN survey.tie AS r ON r.tie_id = m.tie_id
    WHERE m.calibration = 'catalogue' OR r.is_current
    ORDER BY m.band, m.calibration, m.noise_run_id DESC
) AS n
INNER JOIN survey.noise_floor AS f ON f.noise_run_id = n.noise_run_id
WINDOW by_mag AS (PARTITION BY n.noise_run_id, f.field_id ORDER BY f.mag);

COMMENT ON VIEW science.noise_model IS
'The noise model in use: scatter, expected scatter and systematic floor against magnitude for each band, calibration and field.
Subject: variability';
COMMENT ON COLUMN science.noise_model.band IS 'Monitored band. [] {instr.bandpass}';
COMMENT ON COLUMN science.noise_model.calibration IS
'Calibration of the fluxes: catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.noise_model.field_id IS 'The field. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.noise_model.mag IS 'Centre of the magnitude bin. [mag] {phot.mag;em.IR}';
COMMENT ON COLUMN science.noise_model.n_source IS 'Sources in the bin. [] {meta.number;src}';
COMMENT ON COLUMN science.noise_model.scatter_mag IS
'Median standard deviation of their light curves. [mag] {stat.stdev;phot.mag}';
COMMENT ON COLUMN science.noise_model.expected_mag IS
'Median of what their quoted errors let expect. [mag] {stat.error;phot.mag}';
COMMENT ON COLUMN science.noise_model.floor_mag IS
'Systematic error to be added to the quoted ones in quadrature, 1 sigma. [mag] {stat.error.sys;phot.mag}';
COMMENT ON COLUMN science.noise_model.mag_from IS
'Where the segment begins that this bin''s floor is interpolated in; missing for the first, which is open. [mag] {phot.mag;stat.min}';
COMMENT ON COLUMN science.noise_model.mag_to IS
'Where the segment ends: the centre of the next bin; missing for the last, which is open. [mag] {phot.mag;stat.max}';
COMMENT ON COLUMN science.noise_model.floor_slope IS
'Change of the floor with magnitude in the segment. [] {stat.param}';
COMMENT ON COLUMN science.noise_model.noise_run_id IS 'Run that measured it. [] {meta.id}';
COMMENT ON COLUMN science.noise_model.tie_id IS
'Tie of tied fluxes; missing for catalogue. [] {meta.id}';
