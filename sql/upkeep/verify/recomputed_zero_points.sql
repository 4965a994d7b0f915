-- The zero point of each of some images in each aperture: the median of mag + 2.5 log10(flux) over its
-- detections with a positive flux. In a delivered catalogue that sum is the same for all to 2e-6 mag, so a
-- median says it exactly, whatever the order of the rows, and a few odd rows do not move it.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.recomputed_zero_points(image_ids integer[])
RETURNS TABLE (
    image_id integer,
    zero_point_1 double precision,
    zero_point_2 double precision,
    zero_point_3 double precision
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
BEGIN ATOMIC
    SELECT
        d.image_id,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY CASE WHEN d.flux_1 > 0 THEN d.mag_1 + 2.5 * log(d.flux_1::double precision) END
        ) AS zero_point_1,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY CASE WHEN d.flux_2 > 0 THEN d.mag_2 + 2.5 * log(d.flux_2::double precision) END
        ) AS zero_point_2,
        percentile_cont(0.5) WITHIN GROUP (
            ORDER BY CASE WHEN d.flux_3 > 0 THEN d.mag_3 + 2.5 * log(d.flux_3::double precision) END
        ) AS zero_point_3
    FROM survey.detection AS d
    WHERE d.image_id = any(recomputed_zero_points.image_ids)
    GROUP BY d.image_id;
END;

COMMENT ON FUNCTION upkeep.recomputed_zero_points(integer[]) IS
'The zero points [mag] of some images in the three apertures, measured from their detections.
Sample call: SELECT * FROM upkeep.recomputed_zero_points(ARRAY[1]);';
