-- Are the summaries right? Recomputes every one from the detections, table by table, and gives what differs
-- from what is kept: no row if all is well. How exact each must be stands in upkeep/verify.
CREATE FUNCTION science.verify_summaries()
RETURNS TABLE (summary text, source_id bigint, image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT 'source' AS summary, s.source_id, NULL::integer AS image_id, s.difference
    FROM upkeep.differing_sources() AS s
    UNION ALL
    SELECT 'source_variability', v.source_id, NULL, v.difference FROM upkeep.differing_variability() AS v
    UNION ALL
    SELECT 'catalogue_count', NULL, n.image_id, n.difference FROM upkeep.differing_counts() AS n
    UNION ALL
    SELECT 'catalogue_range', NULL, r.image_id, r.difference FROM upkeep.differing_ranges() AS r
    UNION ALL
    SELECT 'image', NULL, z.image_id, z.difference FROM upkeep.differing_zero_points() AS z
    UNION ALL
    SELECT 'image_depth', NULL, p.image_id, p.difference FROM upkeep.differing_depths() AS p
    UNION ALL
    SELECT 'catalogue', NULL, c.image_id, c.difference FROM upkeep.differing_catalogues() AS c;
END;

COMMENT ON FUNCTION science.verify_summaries() IS
'Recomputes every summary from the detections and lists the differences; no row means that all agree.
summary: Which summary differs. [] {meta.id}
difference: What is kept and what the detections give. [] {meta.note}
Subject: about
Sample call: SELECT * FROM science.verify_summaries();';
