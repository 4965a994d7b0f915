-- Matches a catalogue of others with the sources anew: the matches that were there give way. Positions
-- are followed along their proper motions to the mean epoch of the sources.
--
-- How many matches chance would make is told in two ways, each from some 20,000 rows: by the density of
-- the sources around them, counted within a minute of arc of positions two minutes away, and by what the
-- positions find when they are shifted by four distances between half and two minutes of arc.
CREATE FUNCTION upkeep.match_external(catalogue_name text)
RETURNS integer
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.external'), hashtext(match_external.catalogue_name));

    DELETE FROM survey.external_match_run AS r
    USING survey.external_list AS l
    WHERE r.catalogue_name = l.catalogue_name AND l.catalogue_name = match_external.catalogue_name;

    DELETE FROM survey.external_match AS m
    USING survey.external_list AS l
    WHERE m.catalogue_name = l.catalogue_name AND l.catalogue_name = match_external.catalogue_name;

    WITH survey AS MATERIALIZED (
        SELECT coalesce(2000 + (avg(s.first_mjd) - 51544.5) / 365.25, 2000) AS epoch FROM survey.source AS s
    )
    INSERT INTO survey.external_match (source_id, catalogue_name, external_row, distance, rank)
    SELECT p.source_id, l.catalogue_name, p.external_row, p.distance, p.rank
    FROM survey.external_list AS l
    CROSS JOIN survey AS s
    CROSS JOIN LATERAL upkeep.external_pair(l.catalogue_name, s.epoch, 0, 1, l.radius) AS p
    WHERE l.catalogue_name = match_external.catalogue_name;

    WITH survey AS MATERIALIZED (
        SELECT coalesce(2000 + (avg(s.first_mjd) - 51544.5) / 365.25, 2000) AS epoch FROM survey.source AS s
    ),
    sampled AS (
        SELECT l.catalogue_name, l.radius, l.n_row, ceil(l.n_row / 20000.0)::integer AS every_nth
        FROM survey.external_list AS l
        WHERE l.catalogue_name = match_external.catalogue_name
    ),
    shifted AS (
        SELECT count(*) * d.every_nth / 4.0 AS n_chance
        FROM sampled AS d
        CROSS JOIN survey AS s
        CROSS JOIN (VALUES (0.5), (1), (1.5), (2)) AS h (arcmin)
        CROSS JOIN LATERAL upkeep.external_pair(
            d.catalogue_name, s.epoch, h.arcmin / 60.0, d.every_nth, d.radius
        ) AS p
        WHERE p.rank = 1
        GROUP BY d.every_nth
    ),
    around AS (
        -- Sources within a minute of arc of a row, on the average
        SELECT count(*) * d.every_nth::double precision / d.n_row AS n_source
        FROM sampled AS d
        CROSS JOIN survey AS s
        CROSS JOIN LATERAL upkeep.external_pair(
            d.catalogue_name, s.epoch, 2 / 60.0, d.every_nth, 1 / 60.0
        ) AS p
        GROUP BY d.every_nth, d.n_row
    ),
    found AS (
        SELECT
            count(DISTINCT m.external_row)::integer AS n_matched,
            count(DISTINCT m.source_id)::integer AS n_matched_source
        FROM survey.external_match AS m
        WHERE m.catalogue_name = match_external.catalogue_name
    ),
    loaded AS (
        SELECT count(*) AS n_image, max(c.loaded_at) AS newest_load FROM survey.catalogue AS c
    )
    INSERT INTO survey.external_match_run (
        catalogue_name, survey_epoch, n_image, newest_load, n_matched, n_matched_source,
        n_chance_by_density, n_chance_by_shift
    )
    SELECT
        d.catalogue_name, s.epoch, k.n_image, k.newest_load, f.n_matched, f.n_matched_source,
        d.n_row * (1 - exp(-coalesce((SELECT a.n_source FROM around AS a), 0) * (d.radius * 60) ^ 2)),
        coalesce((SELECT h.n_chance FROM shifted AS h), 0)
    FROM sampled AS d
    CROSS JOIN survey AS s
    CROSS JOIN found AS f
    CROSS JOIN loaded AS k;

    SELECT coalesce(
        (
            SELECT r.n_matched FROM survey.external_match_run AS r
            WHERE r.catalogue_name = match_external.catalogue_name
        ), 0
    );
END;

COMMENT ON FUNCTION upkeep.match_external(text) IS
'Matches a catalogue of others with the sources anew and gives the number of its rows that found one.
Sample call: SELECT upkeep.match_external(c.catalogue_name) FROM science.external_catalogue AS c;';
