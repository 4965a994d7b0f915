-- Where did each image look? The corners of the convex hull of its detections, in order around it. It is
-- what the detections prove: the true frame reaches a little further, and a hole within it (a bad chip, a
-- bright star) does not show.
CREATE VIEW science.image_footprint AS
SELECT
    i.image_id,
    i.field_id,
    i.band,
    i.mjd,
    v.vertex,
    o.vertices[2 * v.vertex - 1] AS ra,
    o.vertices[2 * v.vertex] AS dec
FROM survey.image_outline AS o
INNER JOIN survey.image AS i ON i.image_id = o.image_id
CROSS JOIN LATERAL generate_series(1, cardinality(o.vertices) / 2) AS v (vertex);

COMMENT ON VIEW science.image_footprint IS
'The corners of the convex hull of each image''s detections: what the image saw at least, without its holes.
Subject: sky';
COMMENT ON COLUMN science.image_footprint.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.image_footprint.field_id IS 'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.image_footprint.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.image_footprint.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.image_footprint.vertex IS
'Number of the corner, from 1, with east to the left against the clock. [] {meta.number}';
COMMENT ON COLUMN science.image_footprint.ra IS 'Right ascension of the corner, ICRS. [deg] {pos.eq.ra}';
COMMENT ON COLUMN science.image_footprint.dec IS 'Declination of the corner, ICRS. [deg] {pos.eq.dec}';
