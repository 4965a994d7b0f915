-- What some images alone tell of each of their sources: how many detections it has and how many of a star,
-- its earliest detection, which gives the position, and the reference detection of each band, side by side.
--
-- A detection is an array of mjd, image_id, field_id, ra, dec, mag, mag_err, snr and class. The reference
-- detection is the one with the earliest (mjd, image_id): the smallest array, whose first elements these
-- are, which brings the rest along without a second look at the detections.
CREATE FUNCTION upkeep.source_from_detections(image_ids integer[])
RETURNS TABLE (
    source_id bigint, n_detection integer, n_star integer, n_unmonitored integer, n_unmonitored_star integer,
    first double precision[],
    z double precision[], y double precision[], j double precision[], h double precision[],
    ks double precision[]
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH grouped AS MATERIALIZED (
        SELECT
            i.image_id, i.field_id, i.band, i.mjd, b.is_monitored,
            dense_rank() OVER (ORDER BY i.band) AS number_of_band
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        WHERE i.image_id = any(source_from_detections.image_ids)
    ),
    of_band AS (
        SELECT
            d.source_id, i.number_of_band,
            min(
                ARRAY[
                    i.mjd, i.image_id, i.field_id, d.ra, d.dec, d.mag_1, d.mag_1_err,
                    d.flux_1 / d.flux_1_err, d.class
                ]
            ) AS reference,
            count(*) AS n_detection,
            count(*) FILTER (WHERE d.class = -1) AS n_star
        FROM grouped AS i
        INNER JOIN survey.detection AS d
            ON d.image_id = i.image_id AND d.image_id = any(source_from_detections.image_ids)
        GROUP BY d.source_id, i.number_of_band
    )
    SELECT
        o.source_id,
        sum(o.n_detection)::integer AS n_detection,
        sum(o.n_star)::integer AS n_star,
        coalesce(sum(o.n_detection) FILTER (WHERE NOT b.is_monitored), 0)::integer AS n_unmonitored,
        coalesce(sum(o.n_star) FILTER (WHERE NOT b.is_monitored), 0)::integer AS n_unmonitored_star,
        min(o.reference) AS first,
        max(o.reference) FILTER (WHERE b.band = 'Z') AS z,
        max(o.reference) FILTER (WHERE b.band = 'Y') AS y,
        max(o.reference) FILTER (WHERE b.band = 'J') AS j,
        max(o.reference) FILTER (WHERE b.band = 'H') AS h,
        max(o.reference) FILTER (WHERE b.band = 'Ks') AS ks
    FROM of_band AS o
    INNER JOIN (
        SELECT DISTINCT i.number_of_band, i.band, i.is_monitored FROM grouped AS i
    ) AS b ON b.number_of_band = o.number_of_band
    GROUP BY o.source_id;
END;

COMMENT ON FUNCTION upkeep.source_from_detections(integer[]) IS
'What some images alone tell of each of their sources: counts, the earliest detection and the reference detections, each as mjd, image_id, field_id, ra, dec, mag, mag_err, snr, class.
Sample call: SELECT * FROM upkeep.source_from_detections(ARRAY[1, 2]);';
