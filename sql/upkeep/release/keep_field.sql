-- Copies the light curves of a field for the last release, before the housekeeping measures them, and the
-- sources that some images to come may change, so that not even the first load pays for a release that was
-- made on the day before.
CREATE FUNCTION upkeep.keep_field(field_id integer)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
BEGIN
    IF last_release_id IS NOT NULL THEN
        PERFORM
            upkeep.keep_light_curves(last_release_id, min(s.source_id), max(s.source_id)),
            upkeep.keep_few(last_release_id, '{}', min(s.source_id), max(s.source_id))
        FROM (
            SELECT o.source_id
            FROM survey.source AS o
            WHERE o.field_id = keep_field.field_id
            OFFSET 0  -- see sql/README.md
        ) AS s;
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.keep_field(integer) IS
'Copies the summaries of the light curves of a field, and of sources that may change, for the last release; part of the daily housekeeping.
Sample call: SELECT upkeep.keep_field(1);';
