-- Keeps the zero points of a newly loaded image, which every calibrated flux is scaled by.
CREATE FUNCTION upkeep.measure_zero_points(image_id integer)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    UPDATE survey.image AS i
    SET
        zero_point_1 = z.zero_point_1,
        zero_point_2 = z.zero_point_2,
        zero_point_3 = z.zero_point_3
    FROM upkeep.recomputed_zero_points(measure_zero_points.image_id) AS z
    WHERE i.image_id = measure_zero_points.image_id;
END;

COMMENT ON FUNCTION upkeep.measure_zero_points(integer) IS
'Writes the zero points [mag] of an image, measured from its detections, to survey.image; part of every load.
Sample call: SELECT upkeep.measure_zero_points(1);';
