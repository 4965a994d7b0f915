-- What lies between two meridians and two parallels? A box that begins east of where it ends lies across
-- 0 h.
-- Why the plan is laid down stands in science.match_positions.
CREATE FUNCTION science.sources_in_box(
    ra_min double precision, ra_max double precision, dec_min double precision, dec_max double precision
)
RETURNS TABLE (source_id bigint, ra double precision, "dec" double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 1000
SET enable_hashjoin = off
SET enable_mergejoin = off
BEGIN ATOMIC
    SELECT
        upkeep.require_position(sources_in_box.ra_min, sources_in_box.dec_min)
        AND upkeep.require_position(sources_in_box.ra_max, sources_in_box.dec_max)
        AND upkeep.require_parallels(sources_in_box.dec_min, sources_in_box.dec_max);

    WITH piece AS (
        SELECT
            CASE WHEN p.is_first THEN sources_in_box.ra_min ELSE 0 END AS ra_min,
            CASE
                WHEN p.is_first AND sources_in_box.ra_min > sources_in_box.ra_max THEN 360
                ELSE sources_in_box.ra_max
            END AS ra_max
        FROM (VALUES (true), (false)) AS p (is_first)
        WHERE p.is_first OR sources_in_box.ra_min > sources_in_box.ra_max
    ),
    strip AS MATERIALIZED (
        SELECT z.zone, p.ra_min, p.ra_max
        FROM piece AS p
        CROSS JOIN generate_series(
            science.zone_from_dec(sources_in_box.dec_min), science.zone_from_dec(sources_in_box.dec_max)
        ) AS z (zone)
    )
    SELECT s.source_id, s.ra, s.dec
    FROM strip AS p
    INNER JOIN survey.source AS s ON s.zone = p.zone AND s.ra BETWEEN p.ra_min AND p.ra_max
    WHERE s.dec BETWEEN sources_in_box.dec_min AND sources_in_box.dec_max;
END;

COMMENT ON FUNCTION science.sources_in_box(
    double precision, double precision, double precision, double precision
) IS
'Sources between two right ascensions and two declinations [deg], inclusive; where the first right ascension is the greater, the box lies across 0 h.
Subject: sky
Sample call: SELECT * FROM science.sources_in_box(269.4, 269.6, -30.3, -30.2);';
