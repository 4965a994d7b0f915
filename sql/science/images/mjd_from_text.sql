-- Which modified Julian date does a date mean, as people type it? UTC unless the text has an offset from it,
-- whatever the time zone of the session; a day alone is its beginning. A number is taken as it is.
CREATE FUNCTION science.mjd_from_text(text text)
RETURNS double precision
LANGUAGE sql STABLE STRICT PARALLEL SAFE
SET timezone = 'UTC'
BEGIN ATOMIC
    SELECT upkeep.require_date(mjd_from_text.text);

    SELECT
        CASE
            WHEN mjd_from_text.text ~ '^\s*\d{4}-' THEN science.mjd_from_timestamp(mjd_from_text.text::timestamptz)
            ELSE mjd_from_text.text::double precision
        END;
END;

COMMENT ON FUNCTION science.mjd_from_text(text) IS
'Modified Julian date [d] of a date of ISO 8601, UTC unless it has an offset, as 2014-05-20 (its beginning), 2014-05-20T03:30:00 or 2014-05-20 03:30+02.
Subject: images
Sample call: SELECT science.mjd_from_text(''2014-05-20'');';
