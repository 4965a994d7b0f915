-- How many detections of each class an image has above each standard threshold of signal-to-noise.
--
-- One pass: each detection is put into the bin between two thresholds, and the bins are added up from the
-- top. width_bucket() counts the thresholds that are lower or equal; "above" means strictly above, hence
-- the minus signs.
CREATE FUNCTION science.counted_catalogue(image_id integer)
RETURNS TABLE (class smallint, snr_min double precision, n_detection integer)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH bin AS (
        SELECT
            d.class,
            t.n_threshold - width_bucket(-(d.flux_1 / d.flux_1_err)::double precision, t.negated) AS n_below,
            count(*) AS n_detection
        FROM survey.detection AS d
        CROSS JOIN (
            SELECT count(*)::integer AS n_threshold, array_agg(-s.snr_min ORDER BY s.snr_min DESC) AS negated
            FROM survey.snr_threshold AS s
        ) AS t
        WHERE d.image_id = counted_catalogue.image_id
        GROUP BY d.class, n_below
    ),
    threshold AS (
        SELECT s.snr_min, row_number() OVER (ORDER BY s.snr_min) AS n_below
        FROM survey.snr_threshold AS s
    )
    SELECT c.class::smallint, t.snr_min, coalesce(sum(b.n_detection), 0)::integer AS n_detection
    FROM threshold AS t
    CROSS JOIN (VALUES (-2), (-1), (0), (1)) AS c (class)
    LEFT JOIN bin AS b ON b.class = c.class AND b.n_below >= t.n_below
    GROUP BY c.class, t.snr_min;
END;

COMMENT ON FUNCTION science.counted_catalogue(integer) IS
'Counts the detections of an image by class above each standard threshold of signal-to-noise; all dimensionless.
Sample call: SELECT * FROM science.counted_catalogue(1);';
