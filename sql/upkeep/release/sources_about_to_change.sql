-- Which rows of survey.source between two source_id may a group of images of monitored bands change? Those
-- with an image earlier than what they rest on, and those whose majority of stars is so small that as many
-- detections can turn it. Most images change hardly any.
CREATE FUNCTION upkeep.sources_about_to_change(
    image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET enable_nestloop = off
BEGIN ATOMIC
    WITH earliest AS MATERIALIZED (
        SELECT
            min(i.mjd) AS mjd,
            min(i.mjd) FILTER (WHERE i.band = 'Z') AS z_mjd,
            min(i.mjd) FILTER (WHERE i.band = 'Y') AS y_mjd,
            min(i.mjd) FILTER (WHERE i.band = 'J') AS j_mjd,
            min(i.mjd) FILTER (WHERE i.band = 'H') AS h_mjd,
            min(i.mjd) FILTER (WHERE i.band = 'Ks') AS ks_mjd
        FROM survey.image AS i
        WHERE i.image_id = any(sources_about_to_change.image_ids)
    ),
    monitored AS (
        SELECT v.source_id, sum(2 * v.n_star - v.n_detection) AS n_majority
        FROM survey.source_variability AS v
        WHERE
            v.calibration = 'c'
            AND v.source_id BETWEEN sources_about_to_change.source_id_min
            AND sources_about_to_change.source_id_max
        GROUP BY v.source_id
    )
    SELECT s.source_id
    FROM survey.source AS s
    CROSS JOIN earliest AS e
    LEFT JOIN monitored AS m ON m.source_id = s.source_id
    WHERE
        s.source_id BETWEEN sources_about_to_change.source_id_min AND sources_about_to_change.source_id_max
        AND (
            -- is_star is whether the majority is above zero
            2 * s.n_unmonitored_star - s.n_unmonitored + coalesce(m.n_majority, 0)
            BETWEEN 1 - cardinality(sources_about_to_change.image_ids)
            AND cardinality(sources_about_to_change.image_ids)
            OR e.mjd <= s.first_mjd
            OR e.z_mjd <= coalesce(s.z_mjd, 'infinity')
            OR e.y_mjd <= coalesce(s.y_mjd, 'infinity')
            OR e.j_mjd <= coalesce(s.j_mjd, 'infinity')
            OR e.h_mjd <= coalesce(s.h_mjd, 'infinity')
            OR e.ks_mjd <= coalesce(s.ks_mjd, 'infinity')
        );
END;

COMMENT ON FUNCTION upkeep.sources_about_to_change(integer[], bigint, bigint) IS
'The sources between two source_id whose row of survey.source a group of images of monitored bands may change.
Sample call: SELECT * FROM upkeep.sources_about_to_change(ARRAY[4], 0, 9999);';
