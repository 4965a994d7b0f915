-- One iteration of upkeep.make_tie: the offsets of some images, given the ones so far. Three steps,
-- each robust: stars whose scatter exceeds clip_sigma times the stars' median scatter are no constant stars;
-- an image's offset is first the median of its stars' deviations from their own means, with their median
-- absolute deviation (1.4826 of it estimate a standard deviation; Rousseeuw & Croux 1993); then the median
-- of those within clip_sigma of that. A median of n normal values has 1.2533 times the error of their mean.
CREATE FUNCTION upkeep.offsets_from_stars(
    star_ids bigint[], image_ids integer[], offsets double precision[], clip_sigma double precision
)
RETURNS TABLE (
    image_id integer,
    offset_mag double precision,
    offset_before double precision,
    offset_err double precision,
    scatter double precision,
    n_star integer
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH tied AS MATERIALIZED (
        SELECT o.image_id, o.offset_mag, i.bad_flags
        FROM unnest(offsets_from_stars.image_ids, offsets_from_stars.offsets) AS o (image_id, offset_mag)
        INNER JOIN survey.image AS i ON i.image_id = o.image_id
    ),
    deviating AS (
        SELECT
            d.source_id,
            d.image_id,
            o.offset_mag AS offset_before,
            g.mag - avg(g.mag - o.offset_mag) OVER star AS deviation,
            stddev_samp(g.mag - o.offset_mag) OVER star AS star_scatter
        FROM tied AS o
        INNER JOIN survey.detection AS d
            ON d.image_id = o.image_id AND d.source_id = any(offsets_from_stars.star_ids)
        -- Missing where it is not good: of a condition the planner would believe that hardly a row meets it
        CROSS JOIN LATERAL (
            VALUES (CASE WHEN science.is_good(d.flags, o.bad_flags) THEN d.mag_1 END)
        ) AS g (mag)
        WHERE d.mag_1 IS NOT NULL
        WINDOW star AS (PARTITION BY d.source_id)
    ),
    typical AS (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY d.star_scatter) AS star_scatter
        FROM deviating AS d
    ),
    constant AS (
        SELECT d.image_id, d.offset_before, d.deviation
        FROM deviating AS d
        CROSS JOIN typical AS t
        WHERE d.star_scatter <= offsets_from_stars.clip_sigma * t.star_scatter
    ),
    centre AS (
        SELECT c.image_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY c.deviation) AS median
        FROM constant AS c
        GROUP BY c.image_id
    ),
    width AS (
        SELECT
            c.image_id,
            m.median,
            1.4826 * percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(c.deviation - m.median)) AS scatter
        FROM constant AS c
        INNER JOIN centre AS m ON m.image_id = c.image_id
        GROUP BY c.image_id, m.median
    ),
    clipped AS (
        SELECT
            c.image_id,
            c.offset_before,
            w.scatter,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY c.deviation) AS offset_mag,
            count(*)::integer AS n_star
        FROM constant AS c
        INNER JOIN width AS w ON w.image_id = c.image_id
        WHERE abs(c.deviation - w.median) <= offsets_from_stars.clip_sigma * w.scatter
        GROUP BY c.image_id, c.offset_before, w.scatter
    )
    SELECT
        p.image_id,
        p.offset_mag - avg(p.offset_mag) OVER () AS offset_mag,
        p.offset_before,
        1.2533 * p.scatter / sqrt(p.n_star) AS offset_err,
        p.scatter,
        p.n_star
    FROM clipped AS p;
END;

COMMENT ON FUNCTION upkeep.offsets_from_stars(bigint[], integer[], double precision[], double precision) IS
'The offsets [mag] of images of one field, measured from stars, given the offsets so far; one iteration of upkeep.make_tie.
offset_before: Offset of the image before this iteration. [mag] {phot.mag;arith.zp}
n_star: Stars that it was measured from. [] {meta.number;src}
Sample call: SELECT * FROM upkeep.offsets_from_stars(ARRAY[1, 2], ARRAY[4, 5], ARRAY[0, 0], 3);';
