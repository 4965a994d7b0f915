-- Copies all that is kept of the sources between two source_id for the last release, before it is computed
-- anew.
CREATE FUNCTION upkeep.keep_between(source_id_min bigint, source_id_max bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
BEGIN
    IF last_release_id IS NOT NULL THEN
        PERFORM
            upkeep.keep_light_curves(last_release_id, source_id_min, source_id_max),
            upkeep.keep_sources(last_release_id, source_id_min, source_id_max);
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.keep_between(bigint, bigint) IS
'Copies the sources between two source_id and the summaries of their light curves for the last release; part of what computes them anew.
Sample call: SELECT upkeep.keep_between(0, 9999);';
