-- Sets is_star of the sources between two source_id whose majority the detections of a monitored band have
-- turned: what upkeep.merge_sources, which looks at no source that rests on earlier ones, leaves. A source
-- is a star if most of its detections are classified so.
--
-- Why the plan is laid down, and what the bounds on source_id are for, stands in sql/README.md.
CREATE FUNCTION upkeep.recount_stars(source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    UPDATE survey.source AS s
    SET is_star = NOT s.is_star
    FROM (
        SELECT v.source_id, sum(v.n_detection) AS n_detection, sum(v.n_star) AS n_star
        FROM survey.source_variability AS v
        WHERE
            v.calibration = 'c'
            AND v.source_id BETWEEN recount_stars.source_id_min AND recount_stars.source_id_max
        GROUP BY v.source_id
    ) AS m
    WHERE
        s.source_id = m.source_id
        AND s.source_id BETWEEN recount_stars.source_id_min AND recount_stars.source_id_max
        AND s.is_star
        <> (2 * (s.n_unmonitored_star + m.n_star) > s.n_unmonitored + m.n_detection);
END;

COMMENT ON FUNCTION upkeep.recount_stars(bigint, bigint) IS
'Sets is_star of the sources between two source_id from the counts that are kept; part of every load.
Sample call: SELECT upkeep.recount_stars(0, 9999);';
