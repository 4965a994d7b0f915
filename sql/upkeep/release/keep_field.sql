-- Copies the light curves of a field for the last release, before the housekeeping measures them, and the
-- sources that images later than all there are may change, so that no load pays for it. Gives the number of
-- light curves that were copied.
CREATE FUNCTION upkeep.keep_field(field_id integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
    source_id_min bigint;
    source_id_max bigint;
BEGIN
    SELECT min(s.source_id), max(s.source_id) INTO source_id_min, source_id_max
    FROM (
        SELECT o.source_id
        FROM survey.source AS o
        WHERE o.field_id = keep_field.field_id
        OFFSET 0  -- see sql/README.md
    ) AS s;
    IF last_release_id IS NULL OR source_id_min IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM upkeep.keep_few(last_release_id, '{}', source_id_min, source_id_max);
    RETURN upkeep.keep_light_curves(last_release_id, source_id_min, source_id_max);
END
$$;

COMMENT ON FUNCTION upkeep.keep_field(integer) IS
'Copies the summaries of the light curves of a field, and of sources that may change, for the last release; gives the number of light curves. Part of making a release and of the daily housekeeping.
Sample call: SELECT upkeep.keep_field(1);';
