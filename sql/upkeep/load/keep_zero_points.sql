-- Enters the zero points of some images, in each aperture. Given as lists: an update that read the function
-- which measures them would call it on each node of a cluster that has the table.
CREATE FUNCTION upkeep.keep_zero_points(
    image_ids integer[], zero_points_1 double precision[], zero_points_2 double precision[],
    zero_points_3 double precision[]
)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    UPDATE survey.image AS i
    SET zero_point_1 = z.zero_point_1, zero_point_2 = z.zero_point_2, zero_point_3 = z.zero_point_3
    FROM unnest(
        keep_zero_points.image_ids, keep_zero_points.zero_points_1, keep_zero_points.zero_points_2,
        keep_zero_points.zero_points_3
    ) AS z (image_id, zero_point_1, zero_point_2, zero_point_3)
    WHERE i.image_id = z.image_id;
END;

COMMENT ON FUNCTION upkeep.keep_zero_points(
    integer[], double precision[], double precision[], double precision[]
) IS
'Enters zero points [mag] of some images in apertures 1 to 3; part of a load without the loader.
Sample call: SELECT upkeep.keep_zero_points(ARRAY[]::integer[], ARRAY[]::float[], ARRAY[]::float[], ARRAY[]::float[]);';
