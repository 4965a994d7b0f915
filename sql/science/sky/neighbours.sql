-- Which sources lie close to one another? Each pair within a radius once, for blends and repeated
-- entries. Field by field the sources are matched with all, so that no more is held at once than the
-- positions of a field.
CREATE FUNCTION science.neighbours(radius double precision)
RETURNS TABLE (source_id bigint, neighbour_id bigint, distance double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 1000
BEGIN ATOMIC
    SELECT upkeep.require_radius(neighbours.radius);

    WITH field AS (
        SELECT array_agg(s.source_id) AS ids, array_agg(s.ra) AS ras, array_agg(s.dec) AS decs
        FROM survey.source AS s
        GROUP BY s.field_id
    )
    SELECT m.id AS source_id, m.source_id AS neighbour_id, m.distance
    FROM field AS f
    CROSS JOIN LATERAL science.match_positions(f.ids, f.ras, f.decs, neighbours.radius) AS m
    WHERE m.id < m.source_id;
END;

COMMENT ON FUNCTION science.neighbours(double precision) IS
'Pairs of sources within a radius [deg] of one another, each pair once.
source_id: The source with the lower number. [] {meta.id;src}
neighbour_id: The source with the higher number. [] {meta.id;src}
distance: Distance between the two. [deg] {pos.angDistance}
Subject: sky
Sample call: SELECT * FROM science.neighbours(1 / 3600.0);';
