-- What is kept of some images, and of the sources between two source_id, that is not what the detections
-- give: each summary by the rule that its own function has. What science.verify_summaries asks of everything
-- and upkeep.doubtful_catalogues of those of a group.
CREATE FUNCTION upkeep.differing_summaries(image_ids integer[], source_id_min bigint, source_id_max bigint)
RETURNS TABLE (summary text, source_id bigint, image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT 'source' AS summary, s.source_id, NULL::integer AS image_id, s.difference
    FROM upkeep.differing_sources(
        differing_summaries.source_id_min, differing_summaries.source_id_max
    ) AS s
    UNION ALL
    SELECT 'source_variability', v.source_id, NULL, v.difference
    FROM upkeep.differing_variability(
        differing_summaries.source_id_min, differing_summaries.source_id_max
    ) AS v
    UNION ALL
    SELECT 'catalogue_count', NULL, n.image_id, n.difference
    FROM upkeep.differing_counts(differing_summaries.image_ids) AS n
    UNION ALL
    SELECT 'catalogue_range', NULL, r.image_id, r.difference
    FROM upkeep.differing_ranges(differing_summaries.image_ids) AS r
    UNION ALL
    SELECT 'image', NULL, z.image_id, z.difference
    FROM upkeep.differing_zero_points(differing_summaries.image_ids) AS z
    UNION ALL
    SELECT 'image_depth', NULL, p.image_id, p.difference
    FROM upkeep.differing_depths(differing_summaries.image_ids) AS p;
END;

COMMENT ON FUNCTION upkeep.differing_summaries(integer[], bigint, bigint) IS
'What is kept of some images, and of the sources between two source_id, that is not what the detections give.
Sample call: SELECT * FROM upkeep.differing_summaries(ARRAY[1, 2], 0, 9999);';
