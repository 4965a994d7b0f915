-- Which sources between two source_id do the counts that are kept tell to be a star, though they are said to
-- be none, or the other way round? A source is a star if most of its detections are classified so.
--
-- Why the plan is laid down, and what the bounds on source_id are for, stands in sql/README.md.
CREATE FUNCTION upkeep.turned_sources(source_id_min bigint, source_id_max bigint)
RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_indexscan = off
SET enable_seqscan = off
SET enable_nestloop = off
BEGIN ATOMIC
    SELECT s.source_id
    FROM survey.source AS s
    INNER JOIN (
        SELECT v.source_id, sum(v.n_detection) AS n_detection, sum(v.n_star) AS n_star
        FROM survey.source_variability AS v
        WHERE
            v.calibration = 'c'
            AND v.source_id BETWEEN turned_sources.source_id_min AND turned_sources.source_id_max
        GROUP BY v.source_id
    ) AS m ON m.source_id = s.source_id
    WHERE
        s.source_id BETWEEN turned_sources.source_id_min AND turned_sources.source_id_max
        AND s.is_star
        <> (2 * (s.n_unmonitored_star + m.n_star) > s.n_unmonitored + m.n_detection);
END;

COMMENT ON FUNCTION upkeep.turned_sources(bigint, bigint) IS
'The sources between two source_id whose is_star is not what their counts tell; part of every load.
Sample call: SELECT * FROM upkeep.turned_sources(0, 9999);';
