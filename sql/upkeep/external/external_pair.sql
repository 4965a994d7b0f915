-- Which sources lie at the positions of a catalogue of others? Block by block, each one list of
-- positions.
CREATE FUNCTION upkeep.external_pair(
    catalogue_name text,
    epoch double precision,
    shift double precision,
    every_nth integer,
    radius double precision
)
RETURNS TABLE (external_row integer, source_id bigint, distance double precision, rank integer)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH block AS (
        SELECT
            array_agg(p.external_row::bigint) AS ids,
            array_agg(p.ra) AS ras,
            array_agg(p.dec) AS decs
        FROM upkeep.external_position(
            external_pair.catalogue_name, external_pair.epoch, external_pair.shift, external_pair.every_nth
        ) AS p
        GROUP BY p.block
    )
    SELECT m.id::integer AS external_row, m.source_id, m.distance, m.rank
    FROM block AS b
    CROSS JOIN LATERAL science.match_positions(b.ids, b.ras, b.decs, external_pair.radius) AS m;
END;

COMMENT ON FUNCTION upkeep.external_pair(
    text, double precision, double precision, integer, double precision
) IS
'Sources within a radius [deg] of the positions of every n-th row of a catalogue of others at an epoch (Julian year [yr]), shifted to the north [deg].
external_row: Row of the catalogue. [] {meta.number}
distance: Distance of the source. [deg] {pos.angDistance}
rank: Rank of the source among those of the row. [] {meta.number}
Sample call: SELECT p.* FROM science.external_catalogue AS c CROSS JOIN LATERAL upkeep.external_pair(c.catalogue_name, 2015, 0, 1, c.radius) AS p;';
