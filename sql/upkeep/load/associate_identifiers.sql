-- Under which number does a source stand that a catalogue names by the survey's identifier? Its
-- identifier, unless catalogues without identifiers brought it before: then the source at its position
-- keeps the number that it has, and the identifier is entered as belonging to it.
CREATE FUNCTION upkeep.associate_identifiers(
    identifiers bigint[], ras double precision[], decs double precision[], radius double precision
)
RETURNS TABLE (place integer, source_id bigint)
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.association'));

    WITH unknown AS (
        SELECT g.identifier, g.ra, g.dec
        FROM unnest(
            associate_identifiers.identifiers, associate_identifiers.ras, associate_identifiers.decs
        ) AS g (identifier, ra, dec)
        WHERE
            NOT EXISTS (SELECT 1 FROM survey.source AS s WHERE s.source_id = g.identifier)
            AND NOT EXISTS (SELECT 1 FROM survey.source_identifier AS i WHERE i.identifier = g.identifier)
    ),
    listed AS (
        SELECT
            coalesce(array_agg(u.identifier), '{}') AS ids,
            coalesce(array_agg(u.ra), '{}') AS ras,
            coalesce(array_agg(u.dec), '{}') AS decs
        FROM unknown AS u
    )
    INSERT INTO survey.source_identifier (identifier, source_id)
    SELECT n.place, n.source_id
    FROM listed AS l
    CROSS JOIN LATERAL upkeep.nearest_first(l.ids, l.ras, l.decs, associate_identifiers.radius, -1) AS n
    WHERE
        n.source_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM survey.source_identifier AS i WHERE i.source_id = n.source_id);

    SELECT g.place::integer, coalesce(i.source_id, g.identifier) AS source_id
    FROM unnest(associate_identifiers.identifiers) WITH ORDINALITY AS g (identifier, place)
    LEFT JOIN survey.source_identifier AS i ON i.identifier = g.identifier
    ORDER BY g.place;
END;

COMMENT ON FUNCTION upkeep.associate_identifiers(
    bigint[], double precision[], double precision[], double precision
) IS
'The number under which each source of a catalogue with identifiers stands, by identifier, right ascension, declination and radius [deg]; enters identifiers of sources that were there without.
place: Place of the source in the arrays, from 1. [] {meta.number}
source_id: Its number. [] {meta.id;src}
Sample call: SELECT * FROM upkeep.associate_identifiers(ARRAY[5], ARRAY[269.5], ARRAY[-30.2], 1 / 3600.0);';
