-- Which sources are periodic, and how sure is that? The periods of each band's latest run, each beside the
-- source's magnitude and position. A false-alarm probability is calibrated by shuffled epochs, so it holds
-- for noise that is independent from epoch to epoch, however it is distributed; a threshold of 0.001 is
-- customary, and many to be searched ask for less. Other periods: science.period_candidate.
CREATE VIEW science.periodic_source AS
SELECT
    p.source_id,
    s.field_id,
    l.band,
    p.period,
    p.period_err,
    p.n_harmonic::integer AS n_harmonic,
    p.power,
    p.false_alarm_probability,
    p.amplitude_mag,
    p.epoch_mjd,
    p.n_epoch,
    s.ra,
    s.dec,
    science.mag_from_flux(v.flux_mean) AS mean_mag,
    s.is_star,
    l.calibration,
    p.run_id
FROM survey.period AS p
INNER JOIN survey.run_light_curve AS l ON l.run_id = p.run_id
INNER JOIN survey.source AS s ON s.source_id = p.source_id
LEFT JOIN survey.source_variability AS v
    ON v.source_id = p.source_id AND v.band = l.band AND v.calibration = 'c'
WHERE NOT EXISTS (
    SELECT 1
    FROM survey.run_light_curve AS later
    INNER JOIN survey.model_run AS r ON r.run_id = later.run_id AND r.task = 'periods'
    WHERE later.band = l.band AND later.run_id > l.run_id
);

COMMENT ON VIEW science.periodic_source IS
'The periods that the latest run of python -m ml periods found in each band, with magnitude and position of the source.
Subject: variability';
COMMENT ON COLUMN science.periodic_source.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.periodic_source.field_id IS 'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.periodic_source.band IS 'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.periodic_source.period IS 'The period. [d] {time.period;src.var}';
COMMENT ON COLUMN science.periodic_source.period_err IS
'Uncertainty of the period, 1 sigma, if it is the right one. [d] {stat.error;time.period;src.var}';
COMMENT ON COLUMN science.periodic_source.n_harmonic IS 'Harmonics that describe the light curve. [] {meta.number}';
COMMENT ON COLUMN science.periodic_source.power IS
'Share of the scatter that the best sine of any period explains (Lomb-Scargle power). [] {stat.fit.goodness}';
COMMENT ON COLUMN science.periodic_source.false_alarm_probability IS
'Probability that the same magnitudes at shuffled epochs have a power as high anywhere. [] {stat.probability}';
COMMENT ON COLUMN science.periodic_source.amplitude_mag IS
'Half the range of the fitted harmonics. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN science.periodic_source.epoch_mjd IS
'Modified Julian date of phase zero, the maximum of brightness of the fitted harmonics. [d] {time.epoch;src.var}';
COMMENT ON COLUMN science.periodic_source.n_epoch IS
'Epochs that it was searched in. [] {meta.number;obs}';
COMMENT ON COLUMN science.periodic_source.ra IS
'Right ascension of the source''s earliest detection, ICRS. [deg] {pos.eq.ra;meta.main}';
COMMENT ON COLUMN science.periodic_source.dec IS
'Declination of the source''s earliest detection, ICRS. [deg] {pos.eq.dec;meta.main}';
COMMENT ON COLUMN science.periodic_source.mean_mag IS
'Magnitude of its mean flux by the catalogues'' zero points. [mag] {phot.mag;stat.mean;em.IR}';
COMMENT ON COLUMN science.periodic_source.is_star IS
'Whether more than half of its detections are stars. [] {src.class.starGalaxy}';
COMMENT ON COLUMN science.periodic_source.calibration IS
'Calibration of the light curve: raw, catalogue or tied. [] {meta.code}';
COMMENT ON COLUMN science.periodic_source.run_id IS 'Run that found it. [] {meta.id}';
