-- The lowest and highest value of each column of the detections on some images.
CREATE FUNCTION upkeep.recomputed_ranges(image_ids integer[])
RETURNS TABLE (image_id integer, column_name text, value_min double precision, value_max double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
BEGIN ATOMIC
    SELECT d.image_id, c.column_name, min(c.value) AS value_min, max(c.value) AS value_max
    FROM survey.detection AS d
    CROSS JOIN LATERAL (
        VALUES
        ('source_id', d.source_id::double precision),
        ('ra', d.ra),
        ('dec', d.dec),
        ('running_id', d.running_id),
        ('x', d.x),
        ('y', d.y),
        ('flux_1', d.flux_1),
        ('flux_1_err', d.flux_1_err),
        ('flux_2', d.flux_2),
        ('flux_2_err', d.flux_2_err),
        ('flux_3', d.flux_3),
        ('flux_3_err', d.flux_3_err),
        ('mag_1', d.mag_1),
        ('mag_1_err', d.mag_1_err),
        ('mag_2', d.mag_2),
        ('mag_2_err', d.mag_2_err),
        ('mag_3', d.mag_3),
        ('mag_3_err', d.mag_3_err),
        ('class', d.class)
    ) AS c (column_name, value)
    WHERE d.image_id = any(recomputed_ranges.image_ids)
    GROUP BY d.image_id, c.column_name
    HAVING count(c.value) > 0;
END;

COMMENT ON FUNCTION upkeep.recomputed_ranges(integer[]) IS
'The rows of survey.catalogue_range for some images, computed from their detections.
Sample call: SELECT * FROM upkeep.recomputed_ranges(ARRAY[1]);';
