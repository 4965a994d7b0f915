-- Takes the current zero-point run of a band out of use: calibration tied then has no answer there. The run
-- and its offsets stay. Gives whether a run was current.
CREATE FUNCTION upkeep.use_catalogue_zero_points(band text DEFAULT 'Ks')
RETURNS boolean
LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
AS $$
BEGIN
    PERFORM upkeep.require_band(use_catalogue_zero_points.band);
    LOCK TABLE survey.source_variability IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM survey.source_variability AS v
    WHERE v.band = use_catalogue_zero_points.band AND v.calibration = 't';
    UPDATE survey.zero_point_run AS r
    SET is_current = false
    WHERE r.band = use_catalogue_zero_points.band AND r.is_current;
    RETURN FOUND;
END
$$;

COMMENT ON FUNCTION upkeep.use_catalogue_zero_points(text) IS
'Takes the current zero-point run of a band out of use and gives whether there was one; the run itself is kept.
Sample call: SELECT upkeep.use_catalogue_zero_points(''Ks'');';
