-- Copies all light curves for the last release, before a tie comes into use or goes out of it. Those of
-- other bands and of the catalogues' zero points are copied as well, so that it is done for all loads to
-- come; a tie reads every detection, which costs far more.
CREATE FUNCTION upkeep.keep_tied()
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
BEGIN
    IF last_release_id IS NOT NULL THEN
        PERFORM upkeep.keep_light_curves(last_release_id, min(s.source_id), max(s.source_id))
        FROM survey.source AS s;
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.keep_tied() IS
'Copies the summaries of all light curves for the last release; part of every change of a tie.
Sample call: SELECT upkeep.keep_tied();';
