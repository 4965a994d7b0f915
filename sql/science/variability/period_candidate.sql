-- Which periods are possible for a source? All that the latest run of its band found, best first. A light
-- curve with gaps often allows several, most of them aliases: what a period is to the first says which to
-- distrust.
CREATE VIEW science.period_candidate AS
SELECT
    c.source_id,
    p.band,
    c.rank::integer AS rank,
    c.period,
    c.n_harmonic::integer AS n_harmonic,
    c.criterion,
    c.relation,
    c.run_id
FROM survey.candidate_period AS c
INNER JOIN science.periodic_source AS p ON p.source_id = c.source_id AND p.run_id = c.run_id;

COMMENT ON VIEW science.period_candidate IS
'The periods that are possible for each source by the latest run of python -m ml periods, best first.
Subject: variability';
COMMENT ON COLUMN science.period_candidate.source_id IS 'The source. [] {meta.id;src}';
COMMENT ON COLUMN science.period_candidate.band IS 'Band of the light curve. [] {instr.bandpass}';
COMMENT ON COLUMN science.period_candidate.rank IS 'Rank among the candidates, the best is 1. [] {meta.number}';
COMMENT ON COLUMN science.period_candidate.period IS 'The period. [d] {time.period;src.var}';
COMMENT ON COLUMN science.period_candidate.n_harmonic IS
'Harmonics that describe the light curve. [] {meta.number}';
COMMENT ON COLUMN science.period_candidate.criterion IS
'Bayesian information criterion less that of a constant; the lower the better. [] {stat.fit.goodness}';
COMMENT ON COLUMN science.period_candidate.relation IS
'What it is to the first: first, half, double, multiple, alias of a day, month or year, or none. [] {meta.code}';
COMMENT ON COLUMN science.period_candidate.run_id IS 'Run that found it. [] {meta.id}';
