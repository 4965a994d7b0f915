-- Copies the tied light curves of a band for the last release, before a tie comes into use or goes out of
-- it.
CREATE FUNCTION upkeep.keep_tied(band text)
RETURNS void
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
DECLARE
    last_release_id integer := upkeep.last_release();
BEGIN
    IF last_release_id IS NOT NULL THEN
        PERFORM upkeep.keep_rows(
            'source_variability', last_release_id, -9223372036854775808, 9223372036854775807,
            pg_catalog.format('t.band = %L AND t.calibration = ''t''', keep_tied.band)
        );
    END IF;
END
$$;

COMMENT ON FUNCTION upkeep.keep_tied(text) IS
'Copies the summaries of the tied fluxes of a band for the last release; part of every change of a tie.
Sample call: SELECT upkeep.keep_tied(''Ks'');';
