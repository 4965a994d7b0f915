-- Which files were refused, and why? Latest first; is_resolved tells those whose image is in by now.
CREATE VIEW science.rejection_log AS
SELECT
    r.rejected_file_id,
    r.load_id,
    r.path,
    r.fault,
    r.message,
    r.image_id,
    r.field_id,
    r.band,
    r.mjd,
    r.rejected_at,
    science.mjd_from_timestamp(r.rejected_at) AS rejected_mjd,
    c.image_id IS NOT NULL AS is_resolved
FROM survey.rejected_file AS r
LEFT JOIN survey.catalogue AS c ON c.image_id = r.image_id AND c.loaded_at >= r.rejected_at
ORDER BY r.rejected_file_id DESC;

COMMENT ON VIEW science.rejection_log IS 'The files that were refused, and why; latest first.
Subject: about';
COMMENT ON COLUMN science.rejection_log.rejected_file_id IS 'Number of the refusal. [] {meta.id}';
COMMENT ON COLUMN science.rejection_log.load_id IS 'Run that refused the file. [] {meta.id}';
COMMENT ON COLUMN science.rejection_log.path IS
'The file, or the manifest and its line. [] {meta.id;meta.file}';
COMMENT ON COLUMN science.rejection_log.fault IS
'Kind of fault, by the name of the error. [] {meta.code.error}';
COMMENT ON COLUMN science.rejection_log.message IS
'File, place, found, expected and remedy. [] {meta.note}';
COMMENT ON COLUMN science.rejection_log.image_id IS
'Image that the manifest names for the file, where known. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.rejection_log.field_id IS
'Field that the manifest names, where known. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.rejection_log.band IS
'Band that the manifest names, where known. [] {instr.bandpass}';
COMMENT ON COLUMN science.rejection_log.mjd IS
'Modified Julian date that the manifest names, where known. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.rejection_log.rejected_at IS 'When the file was refused. [] {time.processing}';
COMMENT ON COLUMN science.rejection_log.rejected_mjd IS
'The same as modified Julian date. [d] {time.processing}';
COMMENT ON COLUMN science.rejection_log.is_resolved IS
'Whether the image was loaded after that. [] {meta.code.status}';
