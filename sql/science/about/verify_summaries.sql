-- Recomputes every summary from the detections and gives what differs from what is kept: no row if all is
-- well. Copied values must be the same to the bit, zero points and depths to 1e-9 mag, running moments to
-- 1e-9 of what they are made from.
CREATE FUNCTION science.verify_summaries()
RETURNS TABLE (summary text, source_id bigint, image_id integer, difference text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH everything AS (
        SELECT min(d.source_id) AS source_id_min, max(d.source_id) AS source_id_max FROM survey.detection AS d
    ),
    sources AS (
        SELECT r AS recomputed, r.source_id
        FROM everything AS e
        CROSS JOIN LATERAL upkeep.recomputed_source(e.source_id_min, e.source_id_max, -1) AS r
    ),
    variability AS (
        SELECT
            c.calibration, r.source_id, r.flux_mean, r.flux_m2, r.flux_min, r.flux_max, r.flux_err_min,
            r.max_deviation, r.chi2, r.n_epoch, r.n_detection, r.n_star, r.band
        FROM everything AS e
        CROSS JOIN (VALUES ('catalogue'), ('tied')) AS c (calibration)
        CROSS JOIN LATERAL upkeep.recomputed_source_variability(
            e.source_id_min, e.source_id_max, -1, c.calibration
        ) AS r
    ),
    measured_variability AS (
        SELECT
            v.calibration, v.source_id, v.flux_mean, v.flux_m2, v.flux_min, v.flux_max, v.flux_err_min,
            v.max_deviation, v.chi2, v.n_epoch, v.band
        FROM variability AS v
        WHERE v.n_epoch > 0
    ),
    counted_variability AS (
        SELECT v.source_id, v.n_detection, v.n_star, v.band
        FROM variability AS v
        WHERE v.calibration = 'catalogue'
    ),
    counts AS (
        SELECT c.image_id, r.class, r.snr_min, r.n_detection, coalesce(b.snr, '{}') AS snr
        FROM survey.catalogue AS c
        CROSS JOIN LATERAL upkeep.recomputed_counts(c.image_id) AS r
        LEFT JOIN (
            SELECT o.image_id, s.class, s.snr_min, array_agg(s.snr ORDER BY s.snr) AS snr
            FROM survey.catalogue AS o
            CROSS JOIN LATERAL upkeep.binned_snr(o.image_id) AS s
            GROUP BY o.image_id, s.class, s.snr_min
        ) AS b ON b.image_id = c.image_id AND b.class = r.class AND b.snr_min = r.snr_min
    ),
    depths AS (
        SELECT c.image_id, r.limit_mag, r.n_faint
        FROM survey.catalogue AS c
        CROSS JOIN LATERAL upkeep.recomputed_depth(c.image_id) AS r
    ),
    catalogues AS (
        SELECT d.image_id, count(*)::integer AS n_detection FROM survey.detection AS d GROUP BY d.image_id
    )
    SELECT
        'source' AS summary, source_id, NULL::integer AS image_id,
        'kept ' || coalesce(s::text, 'nothing') || ', recomputed ' || coalesce(r.recomputed::text, 'nothing')
            AS difference
    FROM survey.source AS s
    FULL JOIN sources AS r USING (source_id)
    WHERE s IS DISTINCT FROM r.recomputed
    UNION ALL
    SELECT
        CASE WHEN calibration = 'tied' THEN 'source_variability_tied' ELSE 'source_variability' END,
        source_id, NULL,
        'kept ' || coalesce(v::text, 'nothing') || ', recomputed ' || coalesce(r::text, 'nothing')
    FROM science.flux_moments AS v
    FULL JOIN measured_variability AS r USING (source_id, band, calibration)
    WHERE
        (v.n_epoch, v.flux_min, v.flux_max, v.flux_err_min)
        IS DISTINCT FROM (r.n_epoch, r.flux_min, r.flux_max, r.flux_err_min)
        OR abs(v.flux_mean - r.flux_mean) > 1e-9 * greatest(abs(r.flux_min), abs(r.flux_max))
        OR abs(v.flux_m2 - r.flux_m2) > 1e-9 * greatest(r.flux_m2, 1e-6 * r.n_epoch * r.flux_mean ^ 2)
        -- Missing until upkeep.measure_deviations fills them in
        OR abs(v.max_deviation - r.max_deviation)
        > 1e-9 * greatest(abs(r.flux_min), abs(r.flux_max)) / r.flux_err_min
        OR abs(v.chi2 - r.chi2)
        > 1e-9 * greatest(r.chi2, 1e-6 * r.n_epoch * (r.flux_mean / r.flux_err_min) ^ 2)
    UNION ALL
    SELECT
        'source_variability', source_id, NULL,
        band || ': kept ' || coalesce(v.n_detection::text, 'no') || ' detections, '
        || coalesce(v.n_star::text, 'none') || ' of a star; recomputed '
        || coalesce(r.n_detection::text, 'no') || ', ' || coalesce(r.n_star::text, 'none')
    FROM survey.source_variability AS v
    FULL JOIN counted_variability AS r USING (source_id, band)
    WHERE (v.n_detection, v.n_star) IS DISTINCT FROM (r.n_detection, r.n_star)
    UNION ALL
    SELECT
        'catalogue_count', NULL, image_id,
        'class ' || class || ', snr > ' || snr_min || ': kept ' || coalesce(k.n_detection::text, 'nothing')
        || ', recomputed ' || coalesce(r.n_detection::text, 'nothing')
        || CASE WHEN k.snr <> r.snr THEN '; other values of S/N' ELSE '' END
    FROM survey.catalogue_count AS k
    FULL JOIN counts AS r USING (image_id, class, snr_min)
    WHERE (k.n_detection, k.snr) IS DISTINCT FROM (r.n_detection, r.snr)
    UNION ALL
    SELECT
        'image', NULL, i.image_id,
        'zero points kept ' || concat_ws(', ', i.zero_point_1, i.zero_point_2, i.zero_point_3)
        || '; recomputed ' || concat_ws(', ', z.zero_point_1, z.zero_point_2, z.zero_point_3)
    FROM survey.image AS i
    CROSS JOIN LATERAL upkeep.recomputed_zero_points(i.image_id) AS z
    WHERE
        abs(coalesce(i.zero_point_1, 0) - coalesce(z.zero_point_1, 0)) > 1e-9
        OR abs(coalesce(i.zero_point_2, 0) - coalesce(z.zero_point_2, 0)) > 1e-9
        OR abs(coalesce(i.zero_point_3, 0) - coalesce(z.zero_point_3, 0)) > 1e-9
    UNION ALL
    SELECT
        'image_depth', NULL, image_id,
        'kept ' || coalesce(p::text, 'nothing') || ', recomputed ' || coalesce(r::text, 'nothing')
    FROM survey.image_depth AS p
    FULL JOIN depths AS r USING (image_id)
    WHERE p.n_faint IS DISTINCT FROM r.n_faint OR abs(p.limit_mag - r.limit_mag) > 1e-9
    UNION ALL
    SELECT
        'catalogue', NULL, image_id,
        'kept ' || coalesce(c.n_detection::text, 'nothing')
        || ' detections, recomputed ' || coalesce(r.n_detection::text, 'nothing')
    FROM survey.catalogue AS c
    FULL JOIN catalogues AS r USING (image_id)
    WHERE c.n_detection IS DISTINCT FROM r.n_detection OR NOT c.is_summarised;
END;

COMMENT ON FUNCTION science.verify_summaries() IS
'Recomputes every summary from the detections and lists the differences; no row means that all agree.
summary: Which summary differs. [] {meta.id}
difference: What is kept and what the detections give. [] {meta.note}
Subject: about
Sample call: SELECT * FROM science.verify_summaries();';
