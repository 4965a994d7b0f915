-- Where are the rows of a catalogue of others at an epoch? Along their proper motions, where they have
-- any; all moved to the north by a shift, which is 0 but for matches by chance. In blocks, so that no
-- match holds more at once; every n-th row.
CREATE FUNCTION upkeep.external_position(
    catalogue_name text, epoch double precision, shift double precision, every_nth integer
)
RETURNS TABLE (block integer, external_row integer, ra double precision, "dec" double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH moved AS (
        SELECT
            e.external_row,
            e.ra + coalesce(
                (external_position.epoch - l.position_epoch) * e.pm_ra / 3.6e6
                / nullif(cos(radians(e.dec)), 0), 0
            ) AS ra,
            e.dec + coalesce((external_position.epoch - l.position_epoch) * e.pm_dec / 3.6e6, 0)
            + external_position.shift AS dec
        FROM survey.external_list AS l
        INNER JOIN survey.external_source AS e ON e.catalogue_name = l.catalogue_name
        WHERE
            l.catalogue_name = external_position.catalogue_name
            AND e.external_row % external_position.every_nth = 0
    )
    SELECT
        m.external_row / (100000 * external_position.every_nth) AS block,
        m.external_row,
        m.ra - 360 * floor(m.ra / 360) AS ra,
        -- A shift over the pole comes back on this side of it
        CASE WHEN m.dec > 90 THEN 180 - m.dec WHEN m.dec < -90 THEN -180 - m.dec ELSE m.dec END AS dec
    FROM moved AS m;
END;

COMMENT ON FUNCTION upkeep.external_position(text, double precision, double precision, integer) IS
'Positions of every n-th row of a catalogue of others at an epoch (Julian year [yr]), shifted to the north [deg], in blocks.
block: Number of the block. [] {meta.number}
external_row: Row of the catalogue. [] {meta.number}
Sample call: SELECT p.* FROM science.external_catalogue AS c CROSS JOIN LATERAL upkeep.external_position(c.catalogue_name, 2015, 0, 1) AS p;';
