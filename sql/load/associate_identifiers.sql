-- The number under which each source of a catalogue with identifiers stands, in the order of the arrays.
SELECT a.source_id
FROM upkeep.associate_identifiers(
    %(identifiers)s::bigint[], %(ras)s::double precision[], %(decs)s::double precision[], %(radius)s
) AS a
ORDER BY a.place;
