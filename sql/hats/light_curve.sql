-- The detections of some sources, in any order; what belongs to the image is looked up by it. A row has one
-- length, so that rows are read as one array: what is missing is NaN, which no column holds else.
SELECT
    d.source_id,
    d.image_id,
    coalesce(d.mag_1, 'NaN') AS mag,
    coalesce(d.mag_1_err, 'NaN') AS mag_err,
    coalesce(d.flux_1, 'NaN') AS flux,
    coalesce(d.flux_1_err, 'NaN') AS flux_err,
    d.class
FROM science.calibrated_detection AS d
WHERE d.source_id = any(%(source_ids)s);
