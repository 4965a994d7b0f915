-- What did each run measure of itself? Every figure by name; the errors of redshifts are in
-- science.photo_z_quality.
CREATE VIEW science.run_metric AS
SELECT r.run_id, r.task, r.method, r.seed, m.name, m.value
FROM survey.model_metric AS m
INNER JOIN survey.model_run AS r ON r.run_id = m.run_id;

COMMENT ON VIEW science.run_metric IS
'The figures that each run measured of itself, by name.
Subject: about';
COMMENT ON COLUMN science.run_metric.run_id IS 'Run of python -m ml. [] {meta.id}';
COMMENT ON COLUMN science.run_metric.task IS
'What was done: simulate (stars), photoz (redshifts) or periods. [] {meta.code.class}';
COMMENT ON COLUMN science.run_metric.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.run_metric.seed IS 'Seed of all random numbers of the run. [] {meta.id}';
COMMENT ON COLUMN science.run_metric.name IS 'Name of the figure. [] {meta.id}';
COMMENT ON COLUMN science.run_metric.value IS
'Its value, in the unit that its name implies. [] {stat.value}';
