-- What may each source be? All classes with their probabilities, by the latest answers of a forest in each
-- band; classes that no tree votes for are left out.
CREATE VIEW science.possible_class AS
SELECT
    p.source_id,
    l.band,
    c.class,
    p.probability,
    row_number() OVER (
        PARTITION BY p.source_id, p.run_id, p.period_run_id ORDER BY p.probability DESC, p.class_number
    )::integer AS rank,
    p.n_outside::integer AS n_outside,
    p.n_outside > f.n_outside_max AS is_unknown,
    p.run_id,
    p.period_run_id
FROM survey.class_probability AS p
INNER JOIN survey.classification AS k ON k.run_id = p.run_id AND k.period_run_id = p.period_run_id
INNER JOIN survey.run_light_curve AS l ON l.run_id = p.period_run_id
INNER JOIN survey.forest AS f ON f.run_id = p.run_id
INNER JOIN survey.forest_class AS c ON c.run_id = p.run_id AND c.class_number = p.class_number
WHERE NOT EXISTS (
    SELECT 1
    FROM survey.classification AS later
    INNER JOIN survey.run_light_curve AS b ON b.run_id = later.period_run_id
    WHERE
        b.band = l.band
        AND (later.period_run_id, later.classified_at, later.run_id)
        > (k.period_run_id, k.classified_at, k.run_id)
);

COMMENT ON VIEW science.possible_class IS
'How likely each source is of each class, by the latest answers of a forest in each band.
Subject: variability';
COMMENT ON COLUMN science.possible_class.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.possible_class.band IS 'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.possible_class.class IS 'The class. [] {src.class}';
COMMENT ON COLUMN science.possible_class.probability IS
'Probability of the class, calibrated on labelled sources. [] {stat.probability;src.class}';
COMMENT ON COLUMN science.possible_class.rank IS
'Rank among the classes of the source, the most probable is 1. [] {meta.number}';
COMMENT ON COLUMN science.possible_class.n_outside IS
'How many features lie outside their range among the labelled sources. [] {meta.number}';
COMMENT ON COLUMN science.possible_class.is_unknown IS
'Whether the source is like nothing known: more features outside than 99 % of the labelled ones have. [] {meta.code}';
COMMENT ON COLUMN science.possible_class.run_id IS 'Run that fitted the forest. [] {meta.id}';
COMMENT ON COLUMN science.possible_class.period_run_id IS 'Run that found the periods. [] {meta.id}';
