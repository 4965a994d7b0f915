-- R1: the images taken between two dates (inclusive), each with the number of stars, by their class on that
-- image, and of all objects whose signal-to-noise is above a threshold.
--
-- Counts above the standard thresholds are kept by the loader, and so is the signal-to-noise of the
-- detections between one and the next, in order; so any threshold from the lowest standard one on is counted
-- without reading a detection. Below that one, where the signal is negative, the detections are counted. What
-- reads detections is called for one row if it is asked for, and for none otherwise: a cluster's nodes are
-- then not asked.
CREATE FUNCTION science.images_between(
    mjd_min double precision, mjd_max double precision, snr_min double precision DEFAULT 5,
    good_only boolean DEFAULT false
)
RETURNS TABLE (
    image_id integer,
    field_id integer,
    band text,
    epoch integer,
    mjd double precision,
    catalogue text,
    n_star bigint,
    n_object bigint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_interval(images_between.mjd_min, images_between.mjd_max);

    WITH chosen AS (
        SELECT e.image_id, e.field_id, e.band, e.epoch, e.mjd, e.path
        FROM science.image_epoch AS e
        WHERE e.mjd BETWEEN images_between.mjd_min AND images_between.mjd_max
    ),
    counted AS (
        -- Above the nearest threshold below, without those between the two; none is between if they are one
        SELECT
            k.image_id,
            k.class,
            k.n_detection::bigint
            - CASE WHEN t.snr_min = images_between.snr_min THEN 0
                ELSE width_bucket(images_between.snr_min, k.snr) END AS n_detection
        FROM survey.catalogue_count AS k
        INNER JOIN (
            SELECT max(s.snr_min) AS snr_min
            FROM survey.snr_threshold AS s
            WHERE s.snr_min <= images_between.snr_min
        ) AS t ON t.snr_min = k.snr_min
        WHERE k.image_id IN (SELECT c.image_id FROM chosen AS c)
        UNION ALL
        SELECT d.image_id, d.class, d.n_detection
        FROM (
            SELECT array_agg(c.image_id) AS image_ids
            FROM chosen AS c
            HAVING NOT EXISTS (
                SELECT 1 FROM survey.snr_threshold AS s WHERE s.snr_min <= images_between.snr_min
            )
        ) AS u
        CROSS JOIN LATERAL upkeep.counted_detections(u.image_ids, images_between.snr_min) AS d
        UNION ALL
        -- What is not good is counted among them, and there is little of it
        SELECT f.image_id, f.class, -f.n_detection AS n_detection
        FROM (
            SELECT array_agg(c.image_id) AS image_ids FROM chosen AS c HAVING images_between.good_only
        ) AS u
        CROSS JOIN LATERAL upkeep.counted_flagged(u.image_ids, images_between.snr_min) AS f
    )
    SELECT
        c.image_id,
        c.field_id,
        c.band,
        c.epoch,
        c.mjd,
        c.path AS catalogue,
        coalesce(sum(n.n_detection) FILTER (WHERE n.class = -1), 0)::bigint AS n_star,
        coalesce(sum(n.n_detection), 0)::bigint AS n_object
    FROM chosen AS c
    LEFT JOIN counted AS n ON n.image_id = c.image_id
    GROUP BY c.image_id, c.field_id, c.band, c.epoch, c.mjd, c.path
    ORDER BY c.image_id;
END;

COMMENT ON FUNCTION science.images_between(double precision, double precision, double precision, boolean) IS
'Images between two modified Julian dates [d], inclusive, or two dates of ISO 8601 as text, with the number of stars and of all objects above a signal-to-noise (dimensionless); on request of good detections only.
n_star: Stars by their class on that image above the threshold. [] {meta.number;obs}
n_object: All objects above the threshold. [] {meta.number;obs}
Subject: R1
Sample call: SELECT * FROM science.images_between(56800, 57300, 5);';

-- The same between dates as people type them.
CREATE FUNCTION science.images_between(
    mjd_min text, mjd_max text, snr_min double precision DEFAULT 5, good_only boolean DEFAULT false
)
RETURNS TABLE (
    image_id integer,
    field_id integer,
    band text,
    epoch integer,
    mjd double precision,
    catalogue text,
    n_star bigint,
    n_object bigint
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT i.image_id, i.field_id, i.band, i.epoch, i.mjd, i.catalogue, i.n_star, i.n_object
    FROM science.images_between(
        science.mjd_from_text(images_between.mjd_min), science.mjd_from_text(images_between.mjd_max),
        images_between.snr_min, images_between.good_only
    ) AS i;
END;

COMMENT ON FUNCTION science.images_between(text, text, double precision, boolean) IS
'Images between two dates of ISO 8601, UTC unless they have an offset, inclusive (a day alone is its beginning), with the number of stars and of all objects above a signal-to-noise (dimensionless); on request of good detections only.
n_star: Stars by their class on that image above the threshold. [] {meta.number;obs}
n_object: All objects above the threshold. [] {meta.number;obs}
Subject: R1
Sample call: SELECT * FROM science.images_between(''2014-05-23'', ''2015-10-05'');';
