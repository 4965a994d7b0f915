-- Where could a detection without identifier have been given to another source? Where there is one
-- within twice the radius: the detection may lie nearer to the wrong one.
CREATE VIEW science.ambiguous_association AS
SELECT
    r.source_id,
    r.image_id,
    i.field_id,
    i.band,
    i.mjd,
    r.distance,
    r.rival_id,
    r.rival_distance,
    a.radius
FROM survey.association_rival AS r
INNER JOIN survey.association AS a ON a.image_id = r.image_id
INNER JOIN survey.image AS i ON i.image_id = r.image_id;

COMMENT ON VIEW science.ambiguous_association IS
'The detections that were associated by position with a source, or made one, though another lies within twice the radius.
Subject: sky';
COMMENT ON COLUMN science.ambiguous_association.source_id IS
'Source that the detection was given to. [] {meta.id;src}';
COMMENT ON COLUMN science.ambiguous_association.image_id IS 'Image of the detection. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.ambiguous_association.field_id IS 'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.ambiguous_association.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.ambiguous_association.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.ambiguous_association.distance IS
'Distance of the detection from where its source was; missing where the source is new. [deg] {pos.angDistance}';
COMMENT ON COLUMN science.ambiguous_association.rival_id IS 'The nearest other source. [] {meta.id;src}';
COMMENT ON COLUMN science.ambiguous_association.rival_distance IS
'Distance of the detection from the other source. [deg] {pos.angDistance}';
COMMENT ON COLUMN science.ambiguous_association.radius IS
'Radius within which detections found their sources. [deg] {pos.angDistance;stat.max}';
