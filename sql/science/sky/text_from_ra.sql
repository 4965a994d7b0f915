-- How is a right ascension written? Hours, minutes and seconds with colons, rounded before it is divided,
-- so that no 60 appears; what rounds up to 24 hours is 0.
CREATE FUNCTION science.text_from_ra(ra double precision, n_digit integer DEFAULT 2)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT upkeep.require_position(text_from_ra.ra, 0);

    SELECT
        lpad(div(r.seconds, 3600)::text, 2, '0') || ':' || lpad((div(r.seconds, 60) % 60)::text, 2, '0') || ':'
        || lpad((r.seconds % 60)::text, CASE WHEN text_from_ra.n_digit > 0 THEN 3 ELSE 2 END + r.n_digit, '0')
    FROM (
        SELECT
            round((text_from_ra.ra * 240)::numeric, greatest(0, text_from_ra.n_digit)) % 86400 AS seconds,
            greatest(0, text_from_ra.n_digit) AS n_digit
    ) AS r;
END;

COMMENT ON FUNCTION science.text_from_ra(double precision, integer) IS
'A right ascension [deg] as hours, minutes and seconds, with a number of digits behind the point.
Subject: sky
Sample call: SELECT science.text_from_ra(269.55125, 2);';
