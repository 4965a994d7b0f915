-- Which rows of survey.source between two source_id may a group of images of monitored bands change, and as
-- many later ones as n_image says? Those with an image earlier than what they rest on, and those whose
-- majority of stars is so small that as many detections can turn it. Most images change hardly any.
CREATE FUNCTION upkeep.sources_about_to_change(
    image_ids integer[], n_image integer, source_id_min bigint, source_id_max bigint
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
            min(i.mjd) FILTER (WHERE i.band = 'Ks') AS ks_mjd,
            (SELECT count(*) FROM survey.band AS b WHERE b.is_monitored) AS n_monitored
        FROM survey.image AS i
        WHERE i.image_id = any(sources_about_to_change.image_ids)
    )
    SELECT s.source_id
    FROM survey.source AS s
    CROSS JOIN earliest AS e
    LEFT JOIN survey.source_variability AS v
        ON v.source_id = s.source_id AND v.calibration = 'c' AND e.n_monitored = 1
        AND v.source_id BETWEEN sources_about_to_change.source_id_min
        AND sources_about_to_change.source_id_max
    WHERE
        s.source_id BETWEEN sources_about_to_change.source_id_min AND sources_about_to_change.source_id_max
        AND (
            -- is_star is whether the majority is above zero; of several bands it is not added up
            2 * (s.n_unmonitored_star + coalesce(v.n_star, 0)) - s.n_unmonitored - coalesce(v.n_detection, 0)
            BETWEEN 1 - sources_about_to_change.n_image AND sources_about_to_change.n_image
            OR e.n_monitored > 1
            OR e.mjd <= s.first_mjd
            OR e.z_mjd <= coalesce(s.z_mjd, 'infinity')
            OR e.y_mjd <= coalesce(s.y_mjd, 'infinity')
            OR e.j_mjd <= coalesce(s.j_mjd, 'infinity')
            OR e.h_mjd <= coalesce(s.h_mjd, 'infinity')
            OR e.ks_mjd <= coalesce(s.ks_mjd, 'infinity')
        );
END;

COMMENT ON FUNCTION upkeep.sources_about_to_change(integer[], integer, bigint, bigint) IS
'The sources between two source_id whose row of survey.source a group of images of monitored bands may change, or as many images in all as n_image says.
Sample call: SELECT * FROM upkeep.sources_about_to_change(ARRAY[4], 1, 0, 9999);';
