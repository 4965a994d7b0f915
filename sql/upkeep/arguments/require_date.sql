-- Refuses a text that is neither a date of ISO 8601 nor a number. Names of months and orders such as
-- 20/05/2014, which PostgreSQL would read by settings of the session, are refused too.
CREATE FUNCTION upkeep.require_date(text text)
RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    IF require_date.text !~ '^\s*[-+]?\d+(\.\d*)?\s*$' THEN
        IF require_date.text !~ '^\s*\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d*)?)?\s?(Z|[-+]\d\d(:?\d\d)?)?)?\s*$' THEN
            RAISE invalid_parameter_value
            USING MESSAGE = pg_catalog.format(
                      '"%s" is neither a date of ISO 8601 nor a modified Julian date', require_date.text
                  ),
                  HINT = 'As in: SELECT science.mjd_from_text(''2014-05-20''), science.mjd_from_text(''2014-05-20T03:30:00'');';
        END IF;
        -- An error that names the field if there is no such day
        PERFORM require_date.text::pg_catalog.timestamptz;
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION upkeep.require_date(text) IS
'True where a text is a date of ISO 8601, with or without a time, or a number; an error with a hint if not.
Sample call: SELECT upkeep.require_date(''2014-05-20'');';
