-- Gives each detection of a catalogue without identifiers its source: the one at its position, or a new
-- one. Called in the load's transaction, before the detections are copied. One such load at a time: what
-- another one has just made a source must be seen.
CREATE FUNCTION upkeep.associate_detections(
    ras double precision[], decs double precision[], radius double precision
)
RETURNS TABLE (
    place integer,
    source_id bigint,
    distance double precision,
    rival_id bigint,
    rival_distance double precision
)
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.association'));

    SELECT
        n.place::integer,
        coalesce(n.source_id, nextval('survey.unidentified_source_id')) AS source_id,
        n.distance,
        n.rival_id,
        n.rival_distance
    FROM upkeep.nearest_first(
        (
            SELECT array_agg(p.place::bigint)
            FROM generate_series(1, cardinality(associate_detections.ras)) AS p (place)
        ),
        associate_detections.ras,
        associate_detections.decs,
        associate_detections.radius,
        9223372036854775807
    ) AS n
    ORDER BY n.place;
END;

COMMENT ON FUNCTION upkeep.associate_detections(
    double precision[], double precision[], double precision
) IS
'The source of each detection of a catalogue without identifiers, by right ascension, declination and radius [deg]; a new number where there is none.
place: Place of the detection in the arrays, from 1. [] {meta.number}
source_id: Its source. [] {meta.id;src}
distance: Distance from where the source was; missing where it is new. [deg] {pos.angDistance}
rival_id: The nearest other source within twice the radius. [] {meta.id;src}
rival_distance: Distance of the other source. [deg] {pos.angDistance}
Sample call: SELECT * FROM upkeep.associate_detections(ARRAY[269.5], ARRAY[-30.2], 1 / 3600.0);';
