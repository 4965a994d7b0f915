-- Enter for each class and threshold of signal-to-noise how many detections of a catalogue are above it, and
-- the signal-to-noise of those that are not above the next one: they stand one after another, and each takes
-- its part.
INSERT INTO survey.catalogue_count (image_id, class, snr_min, n_detection, snr)
SELECT
    %(image_id)s,
    c.class,
    c.snr_min,
    c.n_detection,
    (%(snr)s::real[])[c.first:c.last] AS snr
FROM unnest(
    %(classes)s::smallint[], %(thresholds)s::double precision[], %(n_detections)s::integer[],
    %(firsts)s::integer[], %(lasts)s::integer[]
) AS c (class, snr_min, n_detection, first, last);
