-- Which ties were made, how, and which is in use? Latest first.
CREATE VIEW science.tie_log AS
SELECT
    r.tie_id,
    r.band,
    r.is_current,
    r.made_at,
    science.mjd_from_timestamp(r.made_at) AS made_mjd,
    count(o.image_id) AS n_image,
    stddev_pop(o.offset_mag) AS offset_stddev,
    max(abs(o.offset_mag)) AS offset_max,
    max(o.offset_err) AS offset_err_max,
    min(o.n_star) AS n_star_min,
    r.snr_min,
    r.mag_min,
    r.n_star_max,
    r.clip_sigma,
    r.tolerance_mag,
    r.n_iteration,
    r.last_change_mag
FROM survey.tie AS r
LEFT JOIN survey.tie_offset AS o ON o.tie_id = r.tie_id
-- All of them, and not the key alone: a release has the view of a view, which has none
GROUP BY
    r.tie_id, r.band, r.is_current, r.made_at, r.snr_min, r.mag_min, r.n_star_max, r.clip_sigma,
    r.tolerance_mag, r.n_iteration, r.last_change_mag
ORDER BY r.tie_id DESC;

COMMENT ON VIEW science.tie_log IS
'The ties that were made by upkeep.make_tie, with their settings and a summary of their offsets, latest first.
Subject: images';
COMMENT ON COLUMN science.tie_log.tie_id IS 'Number of the tie. [] {meta.id;meta.main}';
COMMENT ON COLUMN science.tie_log.band IS 'Monitored band that was tied. [] {instr.bandpass}';
COMMENT ON COLUMN science.tie_log.is_current IS
'Whether calibration tied means this tie. [] {meta.code.status}';
COMMENT ON COLUMN science.tie_log.made_at IS 'When it was made. [] {time.processing}';
COMMENT ON COLUMN science.tie_log.made_mjd IS
'The same as modified Julian date. [d] {time.processing}';
COMMENT ON COLUMN science.tie_log.n_image IS 'Images that were tied. [] {meta.number;obs.image}';
COMMENT ON COLUMN science.tie_log.offset_stddev IS
'Standard deviation of their offsets. [mag] {stat.stdev;phot.mag;arith.zp}';
COMMENT ON COLUMN science.tie_log.offset_max IS
'Largest absolute offset. [mag] {phot.mag;arith.zp;stat.max}';
COMMENT ON COLUMN science.tie_log.offset_err_max IS
'Largest error of an offset. [mag] {stat.error;stat.max;phot.mag}';
COMMENT ON COLUMN science.tie_log.n_star_min IS
'Stars that the worst measured offset comes from. [] {meta.number;stat.min}';
COMMENT ON COLUMN science.tie_log.snr_min IS
'Signal-to-noise above which a star was used. [] {stat.snr;stat.min}';
COMMENT ON COLUMN science.tie_log.mag_min IS
'Magnitude that a star had to be fainter than. [mag] {phot.mag;stat.min}';
COMMENT ON COLUMN science.tie_log.n_star_max IS
'How many stars of a field were used at most. [] {meta.number;stat.max}';
COMMENT ON COLUMN science.tie_log.clip_sigma IS
'Stars and detections this many robust standard deviations out were left out. [] {stat.param}';
COMMENT ON COLUMN science.tie_log.tolerance_mag IS
'The iteration ended when no offset changed by more. [mag] {stat.param;phot.mag}';
COMMENT ON COLUMN science.tie_log.n_iteration IS
'Iterations of the field that took most. [] {meta.number}';
COMMENT ON COLUMN science.tie_log.last_change_mag IS
'Largest change of an offset in the last iteration of a field. [mag] {phot.mag;stat.max}';
