-- What has been computed, from what, by which code? The runs of python -m ml, with their settings in one
-- text.
CREATE VIEW science.run_overview AS
SELECT
    r.run_id,
    r.task,
    r.method,
    r.seed,
    s.name AS training_sample,
    (
        SELECT string_agg(format('%s=%s', p.name, p.value), ', ' ORDER BY p.name)
        FROM survey.model_parameter AS p
        WHERE p.run_id = r.run_id
    ) AS settings,
    r.n_input,
    r.n_excluded,
    r.input_sha256,
    r.code_version,
    r.python_version,
    r.numpy_version,
    r.scikit_learn_version,
    r.astropy_version,
    r.started_at,
    science.mjd_from_timestamp(r.started_at) AS started_mjd,
    extract(EPOCH FROM r.finished_at - r.started_at)::double precision AS duration,
    NOT EXISTS (
        SELECT 1 FROM survey.model_run AS l
        WHERE
            l.task = r.task AND l.method = r.method AND l.seed = r.seed
            AND l.input_sha256 = r.input_sha256 AND l.run_id > r.run_id
    ) AS is_latest
FROM survey.model_run AS r
LEFT JOIN survey.galaxy_sample AS s ON s.sample_id = r.training_sample_id;

COMMENT ON VIEW science.run_overview IS
'The runs of python -m ml: task, method, settings, seed, input and versions.
Subject: about';
COMMENT ON COLUMN science.run_overview.run_id IS 'Number of the run. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.run_overview.task IS
'What was done: simulate (stars), photoz (redshifts) or periods. [] {meta.code.class}';
COMMENT ON COLUMN science.run_overview.method IS
'Method, by its name in the program. [] {meta.id;meta.software}';
COMMENT ON COLUMN science.run_overview.seed IS
'Seed of all random numbers of the run. [] {meta.id}';
COMMENT ON COLUMN science.run_overview.training_sample IS
'Sample that a photoz run learned from. [] {meta.title;meta.dataset}';
COMMENT ON COLUMN science.run_overview.settings IS 'Its settings, name=value. [] {meta.note}';
COMMENT ON COLUMN science.run_overview.n_input IS
'Rows, or light curves, that were fitted. [] {meta.number}';
COMMENT ON COLUMN science.run_overview.n_excluded IS
'Rows left out for a missing value, light curves for too few epochs. [] {meta.number}';
COMMENT ON COLUMN science.run_overview.input_sha256 IS
'SHA-256 over the rows that were fitted. [] {meta.checksum}';
COMMENT ON COLUMN science.run_overview.code_version IS
'Version of EpochDB and hash of its ml package. [] {meta.version;meta.software}';
COMMENT ON COLUMN science.run_overview.python_version IS
'Version of Python. [] {meta.version;meta.software}';
COMMENT ON COLUMN science.run_overview.numpy_version IS
'Version of numpy. [] {meta.version;meta.software}';
COMMENT ON COLUMN science.run_overview.scikit_learn_version IS
'Version of scikit-learn. [] {meta.version;meta.software}';
COMMENT ON COLUMN science.run_overview.astropy_version IS
'Version of astropy. [] {meta.version;meta.software}';
COMMENT ON COLUMN science.run_overview.started_at IS 'When it began. [] {time.start}';
COMMENT ON COLUMN science.run_overview.started_mjd IS
'The same as modified Julian date. [d] {time.start}';
COMMENT ON COLUMN science.run_overview.duration IS 'How long it took. [s] {time.duration}';
COMMENT ON COLUMN science.run_overview.is_latest IS
'Whether no later run has the same method, seed and input. [] {meta.code}';
