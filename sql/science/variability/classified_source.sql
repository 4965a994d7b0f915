-- What is each source? Its most probable class by the latest answers of a forest in each band; is_unknown
-- says which to distrust, and science.possible_class what else it may be.
CREATE VIEW science.classified_source AS
SELECT
    c.source_id,
    s.field_id,
    c.band,
    c.class,
    c.probability,
    c.is_unknown,
    p.period,
    p.amplitude_mag,
    s.ra,
    s.dec,
    c.n_outside,
    c.run_id,
    c.period_run_id
FROM science.possible_class AS c
INNER JOIN survey.source AS s ON s.source_id = c.source_id
INNER JOIN survey.period AS p ON p.source_id = c.source_id AND p.run_id = c.period_run_id
WHERE c.rank = 1;

COMMENT ON VIEW science.classified_source IS
'The most probable class of each source by the latest answers of a forest of python -m ml classify in each band.
Subject: variability';
COMMENT ON COLUMN science.classified_source.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.classified_source.field_id IS 'Field of the source. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.classified_source.band IS 'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.classified_source.class IS 'The most probable class. [] {src.class}';
COMMENT ON COLUMN science.classified_source.probability IS
'Its probability, calibrated on labelled sources. [] {stat.probability;src.class}';
COMMENT ON COLUMN science.classified_source.is_unknown IS
'Whether the source is like nothing known: more features outside than 99 % of the labelled ones have. [] {meta.code}';
COMMENT ON COLUMN science.classified_source.period IS 'Its first period. [d] {time.period;src.var}';
COMMENT ON COLUMN science.classified_source.amplitude_mag IS
'Half the range of the fitted harmonics. [mag] {src.var.amplitude;phot.mag}';
COMMENT ON COLUMN science.classified_source.ra IS
'Right ascension of the source''s earliest detection, ICRS. [deg] {pos.eq.ra;meta.main}';
COMMENT ON COLUMN science.classified_source.dec IS
'Declination of the source''s earliest detection, ICRS. [deg] {pos.eq.dec;meta.main}';
COMMENT ON COLUMN science.classified_source.n_outside IS
'How many features lie outside their range among the labelled sources. [] {meta.number}';
COMMENT ON COLUMN science.classified_source.run_id IS 'Run that fitted the forest. [] {meta.id}';
COMMENT ON COLUMN science.classified_source.period_run_id IS 'Run that found the periods. [] {meta.id}';
