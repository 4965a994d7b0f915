-- How is a declination written? Sign, degrees, minutes and seconds of arc with colons, rounded before it
-- is divided, so that no 60 appears.
CREATE FUNCTION science.text_from_dec("dec" double precision, n_digit integer DEFAULT 1)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_position(0, text_from_dec.dec);

    SELECT
        CASE WHEN text_from_dec.dec < 0 THEN '-' ELSE '+' END
        || lpad(div(r.seconds, 3600)::text, 2, '0') || ':' || lpad((div(r.seconds, 60) % 60)::text, 2, '0') || ':'
        || lpad((r.seconds % 60)::text, CASE WHEN text_from_dec.n_digit > 0 THEN 3 ELSE 2 END + r.n_digit, '0')
    FROM (
        SELECT
            round((abs(text_from_dec.dec) * 3600)::numeric, greatest(0, text_from_dec.n_digit)) AS seconds,
            greatest(0, text_from_dec.n_digit) AS n_digit
    ) AS r;
END;

COMMENT ON FUNCTION science.text_from_dec(double precision, integer) IS
'A declination [deg] as sign, degrees, minutes and seconds of arc, with a number of digits behind the point.
Subject: sky
Sample call: SELECT science.text_from_dec(-30.2, 1);';
