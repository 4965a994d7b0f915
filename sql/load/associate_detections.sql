-- The source of each detection of a catalogue without identifiers, in the order of the arrays.
SELECT
    a.source_id,
    a.distance,
    a.rival_id,
    a.rival_distance
FROM upkeep.associate_detections(
    %(ras)s::double precision[], %(decs)s::double precision[], %(radius)s
) AS a
ORDER BY a.place;
