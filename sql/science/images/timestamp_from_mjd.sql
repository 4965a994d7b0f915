-- The moment that a modified Julian date names, read as UTC. 40587 is the MJD of 1970-01-01.
CREATE FUNCTION science.timestamp_from_mjd(mjd double precision)
RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_timestamp((timestamp_from_mjd.mjd - 40587) * 86400);

COMMENT ON FUNCTION science.timestamp_from_mjd(double precision) IS
'Date and time of a modified Julian date [d], UTC.
Subject: images
Sample call: SELECT science.timestamp_from_mjd(57267.167);';
