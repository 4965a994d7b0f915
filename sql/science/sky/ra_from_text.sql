-- Which right ascension does a sexagesimal text mean? Hours, minutes and seconds with colons, spaces or
-- letters between them.
CREATE FUNCTION science.ra_from_text(text text)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_sexagesimal(ra_from_text.text, false);

    SELECT
        (15 * (p.parts[1]::numeric + p.parts[2]::numeric / 60 + p.parts[3]::numeric / 3600))::double precision
    FROM (SELECT regexp_match(ra_from_text.text, '(\d+)\D+(\d+)[^\d.]+(\d+\.?\d*)') AS parts) AS p;
END;

COMMENT ON FUNCTION science.ra_from_text(text) IS
'Right ascension [deg] from a text in hours, minutes and seconds, as 17:58:12.3, 17 58 12.3 or 17h58m12.3s.
Subject: sky
Sample call: SELECT science.ra_from_text(''17:58:12.3'');';
