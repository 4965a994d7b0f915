-- Where survey.image_depth is not what the detections give, to 1e-9 mag.
CREATE FUNCTION upkeep.differing_depths(image_ids integer[])
RETURNS TABLE (image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        coalesce(p.image_id, r.image_id) AS image_id,
        'kept ' || coalesce(p.limit_mag || ' of ' || p.n_faint, 'nothing')
        || ', recomputed ' || coalesce(r.limit_mag || ' of ' || r.n_faint, 'nothing') AS difference
    FROM (
        SELECT o.image_id, o.limit_mag, o.n_faint
        FROM survey.image_depth AS o
        WHERE o.image_id = any(differing_depths.image_ids)
    ) AS p
    FULL JOIN (
        SELECT o.image_id, o.limit_mag, o.n_faint
        FROM upkeep.images_by_field(differing_depths.image_ids) AS f
        CROSS JOIN LATERAL upkeep.recomputed_depth(f.image_ids) AS o
    ) AS r ON r.image_id = p.image_id
    WHERE p.n_faint IS DISTINCT FROM r.n_faint OR abs(p.limit_mag - r.limit_mag) > 1e-9;
END;

COMMENT ON FUNCTION upkeep.differing_depths(integer[]) IS
'Those of some images whose depth [mag] is not what their detections give, and how it differs.
Sample call: SELECT * FROM upkeep.differing_depths(ARRAY[1, 2]);';
