-- Copies what a load is about to change and the last release has; nothing, at the cost of one look, where
-- there is none. Light curves between the two source_id nearly all change, so they are copied as a range,
-- once; of sources so are those of a group with an image of a band that is not monitored, whose counts all
-- change, and else the few to which the images may bring an earlier detection.
CREATE FUNCTION upkeep.keep_before_merge(
    image_ids integer[], source_id_min bigint, source_id_max bigint
)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
BEGIN
    IF last_release_id IS NULL THEN
        RETURN;
    END IF;
    PERFORM upkeep.keep_light_curves(last_release_id, source_id_min, source_id_max);
    IF EXISTS (
        SELECT 1
        FROM survey.image AS i
        INNER JOIN survey.band AS b ON b.band = i.band AND NOT b.is_monitored
        WHERE i.image_id = any(keep_before_merge.image_ids)
    ) THEN
        PERFORM upkeep.keep_sources(last_release_id, source_id_min, source_id_max);
    ELSE
        PERFORM upkeep.keep_few(last_release_id, image_ids, source_id_min, source_id_max);
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.keep_before_merge(integer[], bigint, bigint) IS
'Copies what a group of images, whose sources lie between two source_id, is about to change and the last release has; part of every load.
Sample call: SELECT upkeep.keep_before_merge(ARRAY[4], 0, 9999);';
