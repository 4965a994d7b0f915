-- Which detection belongs to which source? One to one, mutual nearest first: of all pairs within the
-- radius the closest is taken, then the closest of what is left, and so on. Where neither has another
-- choice, which is nearly everywhere, a pair is taken at once; a loop, since each choice takes others
-- away, goes through the rest. Only sources from source_id_max down are asked. Ambiguous is what has
-- another source within twice the radius.
CREATE FUNCTION upkeep.nearest_first(
    places bigint[],
    ras double precision[],
    decs double precision[],
    radius double precision,
    source_id_max bigint
)
RETURNS TABLE (
    place bigint,
    source_id bigint,
    distance double precision,
    rival_id bigint,
    rival_distance double precision
)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
ROWS 1000
AS $$
DECLARE
    taken_places bigint[];
    taken_sources bigint[];
    chosen_places bigint[] := '{}';
    chosen_sources bigint[] := '{}';
    pair record;
    pair_places bigint[];
    pair_sources bigint[];
    pair_distances double precision[];
BEGIN
    SELECT
        coalesce(array_agg(m.id ORDER BY m.distance, m.source_id, m.id), '{}'),
        coalesce(array_agg(m.source_id ORDER BY m.distance, m.source_id, m.id), '{}'),
        coalesce(array_agg(m.distance ORDER BY m.distance, m.source_id, m.id), '{}')
    INTO pair_places, pair_sources, pair_distances
    FROM science.match_positions(places, ras, decs, 2 * nearest_first.radius) AS m
    WHERE m.source_id <= source_id_max;

    SELECT coalesce(array_agg(c.place), '{}'), coalesce(array_agg(c.source_id), '{}')
    INTO chosen_places, chosen_sources
    FROM (
        SELECT
            p.place,
            p.source_id,
            count(*) OVER (PARTITION BY p.place) + count(*) OVER (PARTITION BY p.source_id) AS n_choice
        FROM unnest(pair_places, pair_sources, pair_distances) AS p (place, source_id, distance)
        WHERE p.distance <= nearest_first.radius
    ) AS c
    WHERE c.n_choice = 2;
    taken_places := '{}';
    taken_sources := '{}';
    FOR pair IN
        SELECT c.place, c.source_id
        FROM (
            SELECT
                p.place,
                p.source_id,
                p.rank,
                count(*) OVER (PARTITION BY p.place) + count(*) OVER (PARTITION BY p.source_id) AS n_choice
            FROM unnest(pair_places, pair_sources, pair_distances)
                WITH ORDINALITY AS p (place, source_id, distance, rank)
            WHERE p.distance <= nearest_first.radius
        ) AS c
        WHERE c.n_choice > 2
        ORDER BY c.rank
    LOOP
        IF pair.place <> ALL(taken_places) AND pair.source_id <> ALL(taken_sources) THEN
            taken_places := taken_places || pair.place;
            taken_sources := taken_sources || pair.source_id;
        END IF;
    END LOOP;
    RETURN QUERY
    SELECT g.place, c.source_id, o.distance, r.rival_id, r.rival_distance
    FROM unnest(places) AS g (place)
    LEFT JOIN unnest(chosen_places || taken_places, chosen_sources || taken_sources)
        AS c (place, source_id) ON c.place = g.place
    LEFT JOIN unnest(pair_places, pair_sources, pair_distances) AS o (place, source_id, distance)
        ON o.place = c.place AND o.source_id = c.source_id
    LEFT JOIN (
        SELECT DISTINCT ON (p.place) p.place, p.source_id AS rival_id, p.distance AS rival_distance
        FROM unnest(pair_places, pair_sources, pair_distances) AS p (place, source_id, distance)
        LEFT JOIN unnest(chosen_places || taken_places, chosen_sources || taken_sources)
            AS t (place, source_id) ON t.place = p.place
        WHERE p.source_id IS DISTINCT FROM t.source_id
        ORDER BY p.place, p.distance, p.source_id
    ) AS r ON r.place = g.place;
END
$$;

COMMENT ON FUNCTION upkeep.nearest_first(
    bigint[], double precision[], double precision[], double precision, bigint
) IS
'For each position of a list (numbers, right ascensions and declinations [deg]) its source within a radius [deg], one to one and nearest first, among those with a source_id up to a limit, and the next source within twice the radius.
place: Number of the position, as given. [] {meta.id}
source_id: Its source; missing where it has none. [] {meta.id;src}
distance: Distance of the source. [deg] {pos.angDistance}
rival_id: The nearest other source within twice the radius. [] {meta.id;src}
rival_distance: Distance of the other source. [deg] {pos.angDistance}
Sample call: SELECT * FROM upkeep.nearest_first(ARRAY[1], ARRAY[269.5], ARRAY[-30.2], 1 / 3600.0, 9223372036854775807);';
