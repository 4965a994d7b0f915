-- The depth of each of some images: the magnitude whose flux is five times the error of its faintest
-- detections, for their noise is the sky's and so that of a source that is not seen. The error is the median
-- over the tenth of its detections with the lowest positive fluxes, which no few odd rows move.
--
-- Why the plan is laid down stands in sql/README.md.
CREATE FUNCTION upkeep.recomputed_depth(image_ids integer[])
RETURNS TABLE (image_id integer, limit_mag double precision, n_faint integer)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
BEGIN ATOMIC
    WITH faint AS (
        SELECT
            d.image_id,
            d.flux_1_err::double precision AS flux_err,
            ntile(10) OVER (PARTITION BY d.image_id ORDER BY d.flux_1, d.source_id) AS tenth
        FROM survey.detection AS d
        WHERE
            d.image_id = any(recomputed_depth.image_ids) AND d.flux_1 > 0 AND d.flux_1_err IS NOT NULL
    )
    SELECT
        i.image_id,
        i.zero_point_1 - 2.5 * log(5 * percentile_cont(0.5) WITHIN GROUP (ORDER BY f.flux_err)) AS limit_mag,
        count(*)::integer AS n_faint
    FROM survey.image AS i
    INNER JOIN faint AS f ON f.image_id = i.image_id
    WHERE i.zero_point_1 IS NOT NULL AND f.tenth = 1
    -- Not the key alone: a release has a view in the place of the table
    GROUP BY i.image_id, i.zero_point_1;
END;

COMMENT ON FUNCTION upkeep.recomputed_depth(integer[]) IS
'The 5 sigma limit [mag] in aperture 1 of some images, from their detections, and how many of them it rests on.
Sample call: SELECT * FROM upkeep.recomputed_depth(ARRAY[4]);';
