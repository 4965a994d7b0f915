-- Are the summaries right? Recomputes every one from the detections, table by table, and gives what differs
-- from what is kept: no row if all is well. How exact each must be stands in upkeep/verify.
CREATE FUNCTION science.verify_summaries()
RETURNS TABLE (summary text, source_id bigint, image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT s.summary, s.source_id, s.image_id, s.difference
    FROM upkeep.differing_summaries(
        ARRAY(SELECT i.image_id FROM survey.image AS i),
        (-9223372036854775808)::bigint,
        9223372036854775807
    ) AS s
    UNION ALL
    SELECT 'image_outline', NULL, o.image_id, o.difference FROM upkeep.differing_outlines() AS o
    UNION ALL
    SELECT 'catalogue', NULL, c.image_id, c.difference FROM upkeep.differing_catalogues() AS c;
END;

COMMENT ON FUNCTION science.verify_summaries() IS
'Recomputes every summary from the detections and lists the differences; no row means that all agree.
summary: Which summary differs. [] {meta.id}
difference: What is kept and what the detections give. [] {meta.note}
Subject: about
Sample call: SELECT * FROM science.verify_summaries();';
