-- True where a text is a right ascension in hours, or a declination in degrees, with minutes and seconds;
-- otherwise an error.
CREATE FUNCTION upkeep.require_sexagesimal(text text, is_declination boolean)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    parts text[] := pg_catalog.regexp_match(
        require_sexagesimal.text,
        '^\s*([-+−]?)(\d{1,2})\s*[:hdH°\s]\s*(\d{1,2})\s*[:mM''′\s]\s*(\d{1,2}(?:\.\d*)?)\s*[sS"″]?\s*$'
    );
    whole numeric := parts[2]::numeric;
    seconds numeric := parts[2]::numeric * 3600 + parts[3]::numeric * 60 + parts[4]::numeric;
BEGIN
    IF parts IS NULL OR parts[3]::numeric >= 60 OR parts[4]::numeric >= 60
        OR is_declination AND seconds > 324000
        OR NOT is_declination AND (parts[1] <> '' OR whole >= 24)
    THEN
        RAISE invalid_parameter_value
        USING MESSAGE = pg_catalog.format(
                  '"%s" is no %s in sexagesimal notation', require_sexagesimal.text,
                  CASE WHEN is_declination THEN 'declination' ELSE 'right ascension' END
              ),
              HINT = 'As in: SELECT science.ra_from_text(''17:58:12.3''), science.dec_from_text(''-30:12:00.5'');';
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_sexagesimal(text, boolean) IS
'True where a text is a right ascension, or a declination if so said, in sexagesimal notation; an error with a hint if not.
Sample call: SELECT upkeep.require_sexagesimal(''17:58:12.3'', false);';
