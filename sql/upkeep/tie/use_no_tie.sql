-- Takes the current tie of a band out of use: calibration tied then has no answer there. The tie
-- itself stays. Gives whether one was current.
CREATE FUNCTION upkeep.use_no_tie(band text DEFAULT 'Ks')
RETURNS boolean
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
BEGIN
    PERFORM upkeep.require_band(use_no_tie.band);
    PERFORM upkeep.write_in_sequence();
    LOCK TABLE survey.source_variability IN SHARE ROW EXCLUSIVE MODE;
    PERFORM upkeep.keep_all();
    DELETE FROM survey.source_variability AS v
    WHERE v.band = use_no_tie.band AND v.calibration = 't';
    UPDATE survey.tie AS r
    SET is_current = false
    WHERE r.band = use_no_tie.band AND r.is_current;
    RETURN FOUND;
END
$$;

COMMENT ON FUNCTION upkeep.use_no_tie(text) IS
'Takes the current tie of a band out of use and gives whether there was one; the tie itself is kept.
Sample call: SELECT upkeep.use_no_tie(''Ks'');';
