-- What is measured of catalogues as a whole, where each has one detection, as the dates of a light curve
-- have: what upkeep.recomputed_zero_points and its like give, with nothing to sort and nothing to look for by
-- image: the key leads to the detections of a few sources. science.verify_summaries holds the one against
-- the other.
CREATE FUNCTION upkeep.measure_single_detections(image_ids integer[], source_ids bigint[])
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    UPDATE survey.image AS i
    SET
        zero_point_1 = CASE WHEN d.flux_1 > 0 THEN d.mag_1 + 2.5 * log(d.flux_1::double precision) END,
        zero_point_2 = CASE WHEN d.flux_2 > 0 THEN d.mag_2 + 2.5 * log(d.flux_2::double precision) END,
        zero_point_3 = CASE WHEN d.flux_3 > 0 THEN d.mag_3 + 2.5 * log(d.flux_3::double precision) END
    FROM survey.detection AS d
    WHERE
        d.source_id = any(measure_single_detections.source_ids)
        AND d.image_id = any(measure_single_detections.image_ids)
        AND i.image_id = d.image_id;

    INSERT INTO survey.image_depth (image_id, limit_mag, n_faint)
    SELECT d.image_id, i.zero_point_1 - 2.5 * log(5 * d.flux_1_err::double precision), 1
    FROM survey.detection AS d
    INNER JOIN survey.image AS i ON i.image_id = d.image_id
    WHERE
        d.source_id = any(measure_single_detections.source_ids)
        AND d.image_id = any(measure_single_detections.image_ids)
        AND d.flux_1 > 0
        AND d.flux_1_err IS NOT NULL
        AND i.zero_point_1 IS NOT NULL;

    INSERT INTO survey.catalogue_count (image_id, class, snr_min, n_detection, snr)
    SELECT
        d.image_id,
        c.class::smallint,
        t.snr_min,
        CASE WHEN d.class = c.class AND d.flux_1 / d.flux_1_err > t.snr_min THEN 1 ELSE 0 END,
        CASE
            WHEN
                d.class = c.class
                AND d.flux_1 / d.flux_1_err > t.snr_min
                AND (d.flux_1 / d.flux_1_err > t.snr_max) IS NOT TRUE
                THEN ARRAY[d.flux_1 / d.flux_1_err]
            ELSE '{}'
        END
    FROM survey.detection AS d
    CROSS JOIN (
        SELECT s.snr_min, lead(s.snr_min) OVER (ORDER BY s.snr_min) AS snr_max FROM survey.snr_threshold AS s
    ) AS t
    CROSS JOIN (VALUES (-2), (-1), (0), (1)) AS c (class)
    WHERE
        d.source_id = any(measure_single_detections.source_ids)
        AND d.image_id = any(measure_single_detections.image_ids);

    INSERT INTO survey.catalogue_range (image_id, column_name, value_min, value_max)
    SELECT d.image_id, c.column_name, c.value AS value_min, c.value AS value_max
    FROM survey.detection AS d
    CROSS JOIN LATERAL (
        VALUES
        ('source_id', d.source_id::double precision), ('ra', d.ra), ('dec', d.dec),
        ('running_id', d.running_id), ('x', d.x), ('y', d.y), ('class', d.class),
        ('flux_1', d.flux_1), ('flux_1_err', d.flux_1_err), ('flux_2', d.flux_2),
        ('flux_2_err', d.flux_2_err), ('flux_3', d.flux_3), ('flux_3_err', d.flux_3_err),
        ('mag_1', d.mag_1), ('mag_1_err', d.mag_1_err), ('mag_2', d.mag_2), ('mag_2_err', d.mag_2_err),
        ('mag_3', d.mag_3), ('mag_3_err', d.mag_3_err)
    ) AS c (column_name, value)
    WHERE
        d.source_id = any(measure_single_detections.source_ids)
        AND d.image_id = any(measure_single_detections.image_ids)
        AND c.value IS NOT NULL;

    INSERT INTO survey.image_outline (image_id, ra_centre, dec_centre, radius, vertices)
    SELECT d.image_id, d.ra, d.dec, 0, ARRAY[d.ra, d.dec]
    FROM survey.detection AS d
    WHERE
        d.source_id = any(measure_single_detections.source_ids)
        AND d.image_id = any(measure_single_detections.image_ids);
END;

COMMENT ON FUNCTION upkeep.measure_single_detections(integer[], bigint[]) IS
'Measures zero points [mag], depth [mag], counts, ranges and outlines of images with one detection each, all of them of some sources, and keeps them; part of upkeep.add_light_curves.
Sample call: SELECT upkeep.measure_single_detections(ARRAY[]::integer[], ARRAY[]::bigint[]);';
