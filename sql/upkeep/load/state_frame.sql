-- What a description says of dates and positions is what the database says of them, as long as nothing is
-- loaded; what is missing there stays as it is. Afterwards nothing is changed: dates that are in would mean
-- something else.
--
-- The frame is the owner's to change otherwise, hence SECURITY DEFINER.
CREATE FUNCTION upkeep.state_frame(
    time_scale text, reference_position text, mjd_mark text, celestial_frame text
)
RETURNS void
LANGUAGE sql VOLATILE PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE survey.frame AS f
    SET
        time_scale = coalesce(state_frame.time_scale, f.time_scale),
        reference_position = coalesce(state_frame.reference_position, f.reference_position),
        mjd_mark = coalesce(state_frame.mjd_mark, f.mjd_mark),
        celestial_frame = coalesce(state_frame.celestial_frame, f.celestial_frame)
    WHERE
        NOT EXISTS (SELECT 1 FROM survey.catalogue)
        AND (f.time_scale, f.reference_position, f.mjd_mark, f.celestial_frame) IS DISTINCT FROM (
            coalesce(state_frame.time_scale, f.time_scale),
            coalesce(state_frame.reference_position, f.reference_position),
            coalesce(state_frame.mjd_mark, f.mjd_mark),
            coalesce(state_frame.celestial_frame, f.celestial_frame)
        );
END;

COMMENT ON FUNCTION upkeep.state_frame(text, text, text, text) IS
'Enters what a description says of time scale, reference position, mark of a date and celestial frame into survey.frame, unless catalogues are loaded; NULL leaves a value as it is.
Sample call: SELECT upkeep.state_frame(''UTC'', ''TOPOCENTER'', ''start'', ''ICRS'');';
