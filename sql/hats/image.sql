-- When was each image taken, and in which band?
SELECT e.image_id, e.mjd, e.band
FROM science.image_epoch AS e
ORDER BY e.image_id;
