-- Where the zero points of survey.image are not what the detections give, to 1e-9 mag.
CREATE FUNCTION upkeep.differing_zero_points(image_ids integer[])
RETURNS TABLE (image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        i.image_id,
        'zero points kept ' || concat_ws(', ', i.zero_point_1, i.zero_point_2, i.zero_point_3)
        || '; recomputed ' || concat_ws(', ', z.zero_point_1, z.zero_point_2, z.zero_point_3) AS difference
    FROM survey.image AS i
    LEFT JOIN (
        SELECT o.image_id, o.zero_point_1, o.zero_point_2, o.zero_point_3
        FROM upkeep.images_by_field(differing_zero_points.image_ids) AS f
        CROSS JOIN LATERAL upkeep.recomputed_zero_points(f.image_ids) AS o
    ) AS z ON z.image_id = i.image_id
    WHERE
        i.image_id = any(differing_zero_points.image_ids)
        AND (
            abs(coalesce(i.zero_point_1, 0) - coalesce(z.zero_point_1, 0)) > 1e-9
            OR abs(coalesce(i.zero_point_2, 0) - coalesce(z.zero_point_2, 0)) > 1e-9
            OR abs(coalesce(i.zero_point_3, 0) - coalesce(z.zero_point_3, 0)) > 1e-9
        );
END;

COMMENT ON FUNCTION upkeep.differing_zero_points(integer[]) IS
'Those of some images whose zero points [mag] are not what their detections give, and how they differ.
Sample call: SELECT * FROM upkeep.differing_zero_points(ARRAY[1, 2]);';
