-- Which images have an outline that is not that of their detections? The kept and the recomputed one are
-- the same where neither has a corner beyond the other; which corners they name may differ where three
-- lie in a line.
CREATE FUNCTION upkeep.differing_outlines()
RETURNS TABLE (image_id integer, difference text)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH recomputed AS MATERIALIZED (
        SELECT o.image_id, o.ra_centre, o.dec_centre, o.vertex, o.ra, o.dec
        FROM upkeep.images_by_field(ARRAY(SELECT c.image_id FROM survey.catalogue AS c)) AS f
        CROSS JOIN LATERAL upkeep.recomputed_outline(f.image_ids) AS o
    ),
    corner AS (
        SELECT r.image_id, false AS is_kept, r.vertex, r.ra, r.dec FROM recomputed AS r
        UNION ALL
        SELECT o.image_id, true, v.place, o.vertices[2 * v.place - 1], o.vertices[2 * v.place]
        FROM survey.image_outline AS o
        CROSS JOIN LATERAL generate_series(1, cardinality(o.vertices) / 2) AS v (place)
    ),
    placed AS MATERIALIZED (
        SELECT
            c.image_id,
            c.is_kept,
            c.vertex,
            count(*) OVER (PARTITION BY c.image_id, c.is_kept) AS n_corner,
            science.tangent_xi(c.ra, c.dec, r.ra_centre, r.dec_centre) AS xi,
            science.tangent_eta(c.ra, c.dec, r.ra_centre, r.dec_centre) AS eta
        FROM corner AS c
        INNER JOIN recomputed AS r ON r.image_id = c.image_id AND r.vertex = 1
    )
    SELECT
        a.image_id,
        CASE WHEN a.is_kept THEN 'detections' ELSE 'corners' END || ' beyond '
        || CASE WHEN a.is_kept THEN 'what is kept: ' ELSE 'the detections: ' END
        || count(DISTINCT p.vertex) AS difference
    FROM placed AS a
    INNER JOIN placed AS b
        ON b.image_id = a.image_id AND b.is_kept = a.is_kept AND b.vertex = a.vertex % a.n_corner + 1
    INNER JOIN placed AS p ON p.image_id = a.image_id AND p.is_kept <> a.is_kept
    WHERE (a.xi - p.xi) * (b.eta - p.eta) - (a.eta - p.eta) * (b.xi - p.xi) < -1e-12
    GROUP BY a.image_id, a.is_kept
    UNION ALL
    SELECT r.image_id, 'no outline is kept'
    FROM recomputed AS r
    WHERE
        r.vertex = 1
        AND NOT EXISTS (SELECT 1 FROM survey.image_outline AS o WHERE o.image_id = r.image_id);
END;

COMMENT ON FUNCTION upkeep.differing_outlines() IS
'The images whose outline is not the convex hull of their detections, and why.
image_id: The image. [] {meta.id;obs.image}
difference: What is wrong with its outline. [] {meta.note}
Sample call: SELECT * FROM upkeep.differing_outlines();';
