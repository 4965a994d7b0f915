-- upkeep.source_from_detections as a cluster needs it: what that of upkeep/load keeps for a second look, to
-- spare most of the detections, would be fetched to the coordinator there and sent to every node again. Each
-- shard looks at all of its own once instead: those in a monitored band that are not later than all that
-- their source rests on in the bands of the group.
CREATE OR REPLACE FUNCTION upkeep.source_from_detections(
    image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS TABLE (
    source_id bigint, n_unmonitored integer, n_unmonitored_star integer, first double precision[],
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
    settled AS (
        -- The latest that the source rests on in the bands of these images; never, where it lacks one
        SELECT
            s.source_id,
            greatest(
                s.first_mjd,
                CASE WHEN g.has_z THEN coalesce(s.z_mjd, 'infinity') END,
                CASE WHEN g.has_y THEN coalesce(s.y_mjd, 'infinity') END,
                CASE WHEN g.has_j THEN coalesce(s.j_mjd, 'infinity') END,
                CASE WHEN g.has_h THEN coalesce(s.h_mjd, 'infinity') END,
                CASE WHEN g.has_ks THEN coalesce(s.ks_mjd, 'infinity') END
            ) AS mjd
        FROM survey.source AS s
        CROSS JOIN (
            SELECT
                bool_or(i.band = 'Z') AS has_z, bool_or(i.band = 'Y') AS has_y,
                bool_or(i.band = 'J') AS has_j,
                bool_or(i.band = 'H') AS has_h, bool_or(i.band = 'Ks') AS has_ks
            FROM grouped AS i
        ) AS g
        WHERE
            s.source_id BETWEEN source_from_detections.source_id_min AND source_from_detections.source_id_max
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
        LEFT JOIN settled AS s ON s.source_id = d.source_id
        WHERE NOT i.is_monitored OR coalesce(i.mjd <= s.mjd, true)
        GROUP BY d.source_id, i.number_of_band
    )
    SELECT
        o.source_id,
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
