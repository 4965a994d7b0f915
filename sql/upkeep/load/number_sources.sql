-- Numbers for sources that come with a name: the number that each was given before, else the next above all
-- that there are. Called in a transaction of its own, before anything is loaded; one caller at a time.
CREATE FUNCTION upkeep.number_sources(source_names text[])
RETURNS TABLE (source_name text, source_id bigint)
LANGUAGE sql VOLATILE STRICT PARALLEL UNSAFE
BEGIN ATOMIC
    SELECT pg_advisory_xact_lock(hashtext('epochdb.source_name'));

    INSERT INTO survey.source_name (source_name, source_id)
    SELECT u.source_name, l.source_id + row_number() OVER (ORDER BY u.place)
    FROM unnest(number_sources.source_names) WITH ORDINALITY AS u (source_name, place)
    CROSS JOIN (
        SELECT greatest(
            (SELECT coalesce(max(s.source_id), 0) FROM survey.source AS s),
            (SELECT coalesce(max(n.source_id), 0) FROM survey.source_name AS n),
            0
        ) AS source_id
    ) AS l
    WHERE NOT EXISTS (SELECT 1 FROM survey.source_name AS n WHERE n.source_name = u.source_name);

    SELECT n.source_name, n.source_id
    FROM survey.source_name AS n
    WHERE n.source_name = any(number_sources.source_names);
END;

COMMENT ON FUNCTION upkeep.number_sources(text[]) IS
'The numbers of sources that come with a name, given once each; new ones where there are none.
source_name: Name of the source. [] {meta.id;src}
source_id: Its number. [] {meta.id;src}
Sample call: SELECT * FROM upkeep.number_sources(ARRAY[''OGLE-BLG-RRLYR-00001'']);';
