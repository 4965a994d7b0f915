-- What some images alone tell of those of their sources, between two source_id, whose row of survey.source
-- may change by them: counts in bands that are not monitored, the earliest detection, which gives the
-- position, and the reference detection of each band, side by side.
--
-- A detection is an array of mjd, image_id, field_id, ra, dec, mag, mag_err, snr and class. The reference
-- detection is the one with the earliest (mjd, image_id): the smallest array, whose first elements these
-- are, which brings the rest along without a second look at the detections. Arrays are made of few: in a
-- monitored band a detection changes nothing that is later than all that its source rests on there, be it
-- what was there before or what the first image of the group brings. So the first image of each monitored
-- band is looked at, and the others for what is not on it, which upkeep.merge_source_variability has counted.
CREATE FUNCTION upkeep.source_from_detections(image_ids integer[], source_id_min bigint, source_id_max bigint)
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
            dense_rank() OVER (ORDER BY i.band) AS number_of_band,
            NOT b.is_monitored
            OR row_number() OVER (PARTITION BY i.band ORDER BY i.mjd, i.image_id) = 1 AS is_looked_at
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band
        WHERE i.image_id = any(source_from_detections.image_ids)
    ),
    settled AS (
        -- The latest that a source rests on in a monitored band; never, where it lacks a reference there
        SELECT
            s.source_id, i.number_of_band,
            greatest(
                s.first_mjd,
                CASE i.band
                    WHEN 'Z' THEN coalesce(s.z_mjd, 'infinity')
                    WHEN 'Y' THEN coalesce(s.y_mjd, 'infinity')
                    WHEN 'J' THEN coalesce(s.j_mjd, 'infinity')
                    WHEN 'H' THEN coalesce(s.h_mjd, 'infinity')
                    WHEN 'Ks' THEN coalesce(s.ks_mjd, 'infinity')
                END
            ) AS mjd
        FROM survey.source AS s
        INNER JOIN grouped AS i ON i.is_monitored AND i.is_looked_at
        WHERE
            s.source_id BETWEEN source_from_detections.source_id_min AND source_from_detections.source_id_max
    ),
    first_looked_at AS MATERIALIZED (
        SELECT
            d.source_id, d.image_id, d.ra, d.dec, d.mag_1, d.mag_1_err,
            d.flux_1 / d.flux_1_err AS snr, d.class
        FROM survey.detection AS d
        WHERE d.image_id = any(ARRAY(SELECT i.image_id FROM grouped AS i WHERE i.is_looked_at))
    ),
    missed AS MATERIALIZED (
        -- Monitored, not on the first image of the group, and not settled before it
        SELECT v.source_id, i.number_of_band
        FROM survey.source_variability AS v
        INNER JOIN grouped AS i ON i.band = v.band AND i.is_monitored AND i.is_looked_at
        LEFT JOIN first_looked_at AS d ON d.source_id = v.source_id AND d.image_id = i.image_id
        LEFT JOIN settled AS s
            ON s.source_id = v.source_id AND s.number_of_band = i.number_of_band AND s.mjd < i.mjd
        WHERE
            v.calibration = 'c' AND d.source_id IS NULL AND s.source_id IS NULL
            AND v.source_id BETWEEN source_from_detections.source_id_min
            AND source_from_detections.source_id_max
    ),
    looked_at AS (
        SELECT d.source_id, d.image_id, d.ra, d.dec, d.mag_1, d.mag_1_err, d.snr, d.class
        FROM first_looked_at AS d
        UNION ALL
        SELECT
            d.source_id, d.image_id, d.ra, d.dec, d.mag_1, d.mag_1_err,
            d.flux_1 / d.flux_1_err AS snr, d.class
        FROM missed AS m
        INNER JOIN grouped AS i ON i.number_of_band = m.number_of_band AND NOT i.is_looked_at
        INNER JOIN survey.detection AS d
            ON d.source_id = m.source_id AND d.image_id = i.image_id
            AND d.image_id = any(source_from_detections.image_ids)
    ),
    of_band AS (
        SELECT
            d.source_id, i.number_of_band,
            min(
                ARRAY[i.mjd, i.image_id, i.field_id, d.ra, d.dec, d.mag_1, d.mag_1_err, d.snr, d.class]
            ) AS reference,
            count(*) AS n_detection,
            count(*) FILTER (WHERE d.class = -1) AS n_star
        FROM looked_at AS d
        INNER JOIN grouped AS i ON i.image_id = d.image_id
        LEFT JOIN settled AS s
            ON s.source_id = d.source_id AND s.number_of_band = i.number_of_band AND s.mjd < i.mjd
        WHERE s.source_id IS NULL
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

COMMENT ON FUNCTION upkeep.source_from_detections(integer[], bigint, bigint) IS
'What some images alone tell of their sources between two source_id that may change by them: counts, the earliest detection and the reference detections, each as mjd, image_id, field_id, ra, dec, mag, mag_err, snr, class.
Sample call: SELECT * FROM upkeep.source_from_detections(ARRAY[1, 2], 0, 9999);';
