-- Sets is_star of the sources between two source_id whose majority the detections of a monitored band have
-- turned: what upkeep.merge_sources, which looks at no source that rests on earlier ones, leaves. They are
-- few, and are known only now, so here they are copied for the last release, which has them as they were.
CREATE FUNCTION upkeep.recount_stars(source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    turned bigint[] := ARRAY(
        SELECT t.source_id
        FROM upkeep.turned_sources(recount_stars.source_id_min, recount_stars.source_id_max) AS t (source_id)
    );
    last_release_id integer := upkeep.last_release();
BEGIN
    IF last_release_id IS NOT NULL THEN
        PERFORM upkeep.keep_source_rows(
            last_release_id, recount_stars.source_id_min, recount_stars.source_id_max, turned
        );
    END IF;
    UPDATE survey.source AS s
    SET is_star = NOT s.is_star
    WHERE s.source_id = any(turned);
END
$$;

COMMENT ON FUNCTION upkeep.recount_stars(bigint, bigint) IS
'Sets is_star of the sources between two source_id from the counts that are kept; part of every load.
Sample call: SELECT upkeep.recount_stars(0, 9999);';
