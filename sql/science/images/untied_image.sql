-- Which images does the current tie not know? They count with the zero point of their catalogue:
-- loaded after it, alone in their field, or with too few well-measured stars. To tie them, make a new
-- one.
CREATE VIEW science.untied_image AS
SELECT c.image_id, c.field_id, c.band, c.mjd, c.tie_id
FROM science.image_calibration AS c
WHERE c.calibration = 'tied' AND NOT c.is_tied;

COMMENT ON VIEW science.untied_image IS
'The images of a band with a current tie that it has no offset for; they count with the zero point of their catalogue.
Subject: images';
COMMENT ON COLUMN science.untied_image.image_id IS 'The image. [] {meta.id;obs.image}';
COMMENT ON COLUMN science.untied_image.field_id IS 'Field of the image. [] {meta.id;obs.field}';
COMMENT ON COLUMN science.untied_image.band IS 'Band of the image. [] {instr.bandpass}';
COMMENT ON COLUMN science.untied_image.mjd IS
'Modified Julian date of the exposure. [d] {time.epoch;obs.exposure}';
COMMENT ON COLUMN science.untied_image.tie_id IS 'The current tie. [] {meta.id}';
