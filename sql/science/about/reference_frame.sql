-- What do dates and positions mean? What survey.frame says, and the words that comments end in. Those are
-- added where comments are read: column_info, files that leave, what the VO is told.
CREATE VIEW science.reference_frame AS
SELECT
    f.time_scale,
    f.reference_position,
    f.mjd_mark,
    f.celestial_frame,
    f.position_epoch,
    f.mjd_mark || ' of the exposure, ' || f.time_scale || CASE f.reference_position
        WHEN 'TOPOCENTER' THEN ' at the observatory'
        WHEN 'GEOCENTER' THEN ' at the centre of the Earth'
        WHEN 'HELIOCENTER' THEN ' at the Sun'
        ELSE ' at the barycentre'
    END AS time_words,
    f.celestial_frame || coalesce(', epoch ' || f.position_epoch, '') AS position_words
FROM survey.frame AS f;

COMMENT ON VIEW science.reference_frame IS
'What the survey''s dates and positions mean: time scale, place, mark of a date, celestial frame and epoch.
Subject: about';
COMMENT ON COLUMN science.reference_frame.time_scale IS
'Time scale of the images'' modified Julian dates. [] {time.scale}';
COMMENT ON COLUMN science.reference_frame.reference_position IS
'Where the dates are those of light''s arrival, in the words of the IVOA. [] {meta.code}';
COMMENT ON COLUMN science.reference_frame.mjd_mark IS
'What of an exposure the date marks: start, middle or end. [] {meta.code}';
COMMENT ON COLUMN science.reference_frame.celestial_frame IS
'Frame of right ascensions and declinations. [] {meta.code;pos.frame}';
COMMENT ON COLUMN science.reference_frame.position_epoch IS
'Epoch of the positions, a Julian year; missing where each is that of its image. [yr] {time.epoch}';
COMMENT ON COLUMN science.reference_frame.time_words IS 'The same of dates in words. [] {meta.note}';
COMMENT ON COLUMN science.reference_frame.position_words IS
'The same of positions in words. [] {meta.note}';
