-- Which sources differ between two releases, and why? Of each the catalogues that one release has and the
-- other has not, or in another version, with detections of it; a tie or a noise floor that is another
-- counts for all that it bears on. A source may differ for several reasons, one row each.
--
-- The tables of both releases are read as they were, in their schemas, whose names are known only now.
CREATE FUNCTION science.release_difference(older text, newer text)
RETURNS TABLE (source_id bigint, field_id integer, change text, reason text, n_image integer)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET jit = off
AS $$
DECLARE
    schemas text[];
BEGIN
    SELECT array_agg(r.schema_name ORDER BY r.name = older DESC) INTO schemas
    FROM science.release AS r
    WHERE r.name IN (older, newer);
    IF coalesce(cardinality(schemas), 0) <> 2 THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format('"%s" and "%s" are not two releases', older, newer),
              HINT = 'The releases are: SELECT name, made_at FROM science.release;';
    END IF;
    RETURN QUERY EXECUTE pg_catalog.format(
        $query$
        WITH catalogue AS MATERIALIZED (
            SELECT image_id,
                CASE WHEN a.sha256 IS NULL THEN 'catalogue added' WHEN b.sha256 IS NULL THEN 'catalogue removed'
                    ELSE 'catalogue replaced' END AS reason
            FROM %1$I.catalogue AS a
            FULL JOIN %2$I.catalogue AS b USING (image_id)
            WHERE (a.sha256, a.loaded_at) IS DISTINCT FROM (b.sha256, b.loaded_at)
        ),
        tied AS (
            SELECT band
            FROM (SELECT t.band, t.tie_id FROM %1$I.tie AS t WHERE t.is_current) AS a
            FULL JOIN (SELECT t.band, t.tie_id FROM %2$I.tie AS t WHERE t.is_current) AS b USING (band)
            WHERE a.tie_id IS DISTINCT FROM b.tie_id
        ),
        floor AS (
            SELECT field_id
            FROM (SELECT DISTINCT m.field_id, m.noise_run_id FROM %3$I.noise_model AS m) AS a
            FULL JOIN (SELECT DISTINCT m.field_id, m.noise_run_id FROM %4$I.noise_model AS m) AS b
                USING (field_id, noise_run_id)
            WHERE a.field_id IS NULL OR b.field_id IS NULL
        ),
        touched AS (
            SELECT d.source_id, c.reason, count(DISTINCT d.image_id)::integer AS n_image
            FROM (
                SELECT e.source_id, e.image_id FROM %1$I.detection AS e
                WHERE e.image_id = any(ARRAY(SELECT c.image_id FROM catalogue AS c))
                UNION ALL
                SELECT e.source_id, e.image_id FROM %2$I.detection AS e
                WHERE e.image_id = any(ARRAY(SELECT c.image_id FROM catalogue AS c))
            ) AS d
            INNER JOIN catalogue AS c ON c.image_id = d.image_id
            GROUP BY d.source_id, c.reason
            UNION ALL
            SELECT DISTINCT v.source_id, 'tie', NULL::integer
            FROM (
                SELECT a.source_id, a.band FROM %1$I.source_variability AS a
                UNION ALL SELECT b.source_id, b.band FROM %2$I.source_variability AS b
            ) AS v
            WHERE v.band IN (SELECT t.band FROM tied AS t)
            UNION ALL
            SELECT s.source_id, 'noise floor', NULL
            FROM %2$I.source AS s
            WHERE s.field_id IN (SELECT f.field_id FROM floor AS f)
        )
        SELECT
            t.source_id, coalesce(b.field_id, a.field_id),
            CASE WHEN a.source_id IS NULL THEN 'new' WHEN b.source_id IS NULL THEN 'gone' ELSE 'changed' END,
            t.reason, t.n_image
        FROM touched AS t
        LEFT JOIN %1$I.source AS a ON a.source_id = t.source_id
        LEFT JOIN %2$I.source AS b ON b.source_id = t.source_id
        ORDER BY t.source_id, t.reason
        $query$,
        schemas[1] || '_survey', schemas[2] || '_survey', schemas[1], schemas[2]
    );
END
$$;

COMMENT ON FUNCTION science.release_difference(text, text) IS
'The sources that differ between two releases, by their names, and why.
change: Whether the source is new, gone or changed. [] {meta.code}
reason: What it differs by: a catalogue added, replaced or removed, the tie or the noise floor. [] {meta.code}
n_image: Images of such catalogues with a detection of it; missing for tie and noise floor. [] {meta.number;obs.image}
Subject: releases
Sample call: SELECT * FROM science.release_difference(''DR1'', ''DR2'');';
