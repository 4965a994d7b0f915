-- What some images alone tell of each of their sources between two source_id: how many detections it has
-- and how many of a star, its position, which is that of the earliest detection, and the reference
-- detection of each band side by side. The reference detection is the one with the earliest (mjd,
-- image_id); each image's rank in that order is found once, so that a detection need but be compared by a
-- number.
CREATE FUNCTION upkeep.source_from_detections(image_ids integer[])
RETURNS TABLE (
    source_id bigint, n_detection integer, n_star integer, n_unmonitored integer, n_unmonitored_star integer,
    first double precision[],
    z double precision[], y double precision[], j double precision[], h double precision[],
    ks double precision[]
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH ranked AS MATERIALIZED (
        SELECT
            i.image_id, i.field_id, i.band, i.mjd, b.is_monitored,
            row_number() OVER (ORDER BY i.mjd, i.image_id) AS rank
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        WHERE i.image_id = any(source_from_detections.image_ids)
    ),
    found AS (
        SELECT
            d.source_id, i.band, min(i.rank) AS rank,
            min(min(i.rank)) OVER (PARTITION BY d.source_id) AS first_rank,
            count(*) AS n_detection,
            count(*) FILTER (WHERE d.class = -1) AS n_star
        FROM ranked AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(source_from_detections.image_ids)
        GROUP BY d.source_id, i.band
    ),
    reference AS (
        SELECT
            f.source_id, f.band, f.rank = f.first_rank AS is_first, f.n_detection, f.n_star, i.is_monitored,
            ARRAY[i.mjd, i.image_id, i.field_id, d.ra, d.dec] AS place,
            ARRAY[
                i.mjd, i.image_id, d.mag_1, d.mag_1_err, d.flux_1 / d.flux_1_err, d.class
            ]::double precision[] AS photometry
        FROM found AS f
        INNER JOIN ranked AS i ON i.rank = f.rank
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.source_id = f.source_id
            AND d.image_id = any(source_from_detections.image_ids)
    )
    SELECT
        r.source_id,
        sum(r.n_detection)::integer AS n_detection,
        sum(r.n_star)::integer AS n_star,
        coalesce(sum(r.n_detection) FILTER (WHERE NOT r.is_monitored), 0)::integer AS n_unmonitored,
        coalesce(sum(r.n_star) FILTER (WHERE NOT r.is_monitored), 0)::integer AS n_unmonitored_star,
        max(r.place) FILTER (WHERE r.is_first) AS first,
        max(r.photometry) FILTER (WHERE r.band = 'Z') AS z,
        max(r.photometry) FILTER (WHERE r.band = 'Y') AS y,
        max(r.photometry) FILTER (WHERE r.band = 'J') AS j,
        max(r.photometry) FILTER (WHERE r.band = 'H') AS h,
        max(r.photometry) FILTER (WHERE r.band = 'Ks') AS ks
    FROM reference AS r
    WHERE cardinality(source_from_detections.image_ids) > 1
    GROUP BY r.source_id
    UNION ALL
    -- On one image each detection is the reference: the same, without counting and comparing
    SELECT
        d.source_id, 1, (d.class = -1)::integer, (NOT i.is_monitored)::integer,
        (NOT i.is_monitored AND d.class = -1)::integer,
        ARRAY[i.mjd, i.image_id, i.field_id, d.ra, d.dec],
        CASE WHEN i.band = 'Z' THEN p.photometry END, CASE WHEN i.band = 'Y' THEN p.photometry END,
        CASE WHEN i.band = 'J' THEN p.photometry END, CASE WHEN i.band = 'H' THEN p.photometry END,
        CASE WHEN i.band = 'Ks' THEN p.photometry END
    FROM ranked AS i
    INNER JOIN survey.detection AS d
        ON d.image_id = i.image_id AND d.image_id = any(source_from_detections.image_ids)
    CROSS JOIN LATERAL (
        VALUES (
            ARRAY[
                i.mjd, i.image_id, d.mag_1, d.mag_1_err, d.flux_1 / d.flux_1_err, d.class
            ]::double precision[]
        )
    ) AS p (photometry)
    WHERE cardinality(source_from_detections.image_ids) = 1;
END;

COMMENT ON FUNCTION upkeep.source_from_detections(integer[]) IS
'What some images alone tell of each of their sources: position [deg], counts and the reference detections.
Sample call: SELECT * FROM upkeep.source_from_detections(ARRAY[1, 2]);';
