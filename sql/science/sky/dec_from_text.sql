-- Which declination does a sexagesimal text mean? Degrees, minutes and seconds of arc with colons, spaces
-- or letters between them. The sign is the text's, since the degrees may be -00.
CREATE FUNCTION science.dec_from_text(text text)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_sexagesimal(dec_from_text.text, true);

    SELECT
        (
            CASE WHEN ltrim(dec_from_text.text) ~ '^[-−]' THEN -1 ELSE 1 END
            * (p.parts[1]::numeric + p.parts[2]::numeric / 60 + p.parts[3]::numeric / 3600)
        )::double precision
    FROM (SELECT regexp_match(dec_from_text.text, '(\d+)\D+(\d+)[^\d.]+(\d+\.?\d*)') AS parts) AS p;
END;

COMMENT ON FUNCTION science.dec_from_text(text) IS
'Declination [deg] from a text in degrees, minutes and seconds of arc, as -30:12:00.5, -30 12 00.5 or -30d12m00.5s.
Subject: sky
Sample call: SELECT science.dec_from_text(''-30:12:00.5'');';
