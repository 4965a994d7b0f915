-- What was loaded, when, and did it end well? The runs of the loader, latest first.
CREATE VIEW science.load_log AS
SELECT
    l.load_id,
    l.path,
    l.program_version,
    l.started_at,
    science.mjd_from_timestamp(l.started_at) AS started_mjd,
    extract(EPOCH FROM l.finished_at - l.started_at)::double precision AS duration,
    l.n_loaded,
    l.n_replaced,
    l.n_unchanged,
    l.n_rejected,
    l.n_row,
    l.n_missing,
    l.finished_at IS NOT NULL AND l.n_rejected = 0 AS is_complete,
    d.description_name,
    d.sha256 AS description_sha256
FROM survey.load AS l
LEFT JOIN survey.description AS d ON d.description_id = l.description_id
ORDER BY l.load_id DESC;

COMMENT ON VIEW science.load_log IS 'The runs of the loader, latest first.
Subject: about';
COMMENT ON COLUMN science.load_log.load_id IS 'Number of the run. [] {meta.id}';
COMMENT ON COLUMN science.load_log.path IS 'What the loader was asked to load. [] {meta.id;meta.file}';
COMMENT ON COLUMN science.load_log.program_version IS
'Version of EpochDB that ran. [] {meta.version;meta.software}';
COMMENT ON COLUMN science.load_log.started_at IS 'When the run began. [] {time.start}';
COMMENT ON COLUMN science.load_log.started_mjd IS 'The same as modified Julian date. [d] {time.start}';
COMMENT ON COLUMN science.load_log.duration IS
'How long it took; missing while it runs and if it was cut off. [s] {time.duration}';
COMMENT ON COLUMN science.load_log.n_loaded IS 'Files newly loaded. [] {meta.number}';
COMMENT ON COLUMN science.load_log.n_replaced IS
'Files loaded in the place of another version. [] {meta.number}';
COMMENT ON COLUMN science.load_log.n_unchanged IS
'Files that were in already with the same contents. [] {meta.number}';
COMMENT ON COLUMN science.load_log.n_rejected IS 'Files refused. [] {meta.number}';
COMMENT ON COLUMN science.load_log.n_row IS 'Rows written. [] {meta.number}';
COMMENT ON COLUMN science.load_log.n_missing IS
'Values that the files mark as missing by a null or a sentinel such as -99. [] {meta.number}';
COMMENT ON COLUMN science.load_log.is_complete IS
'Whether everything asked for is in. [] {meta.code.status}';
COMMENT ON COLUMN science.load_log.description_name IS
'Name of the description by which the catalogues were read; survey.description has its text. [] {meta.id}';
COMMENT ON COLUMN science.load_log.description_sha256 IS
'SHA-256 of the description, hexadecimal. [] {meta.checksum}';
