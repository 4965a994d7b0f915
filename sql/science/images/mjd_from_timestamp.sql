-- The modified Julian date of a moment, the inverse of science.timestamp_from_mjd.
CREATE FUNCTION science.mjd_from_timestamp(moment timestamptz)
RETURNS double precision
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN extract(EPOCH FROM mjd_from_timestamp.moment)::double precision / 86400 + 40587;

COMMENT ON FUNCTION science.mjd_from_timestamp(timestamptz) IS
'Modified Julian date [d] of a date and time.
Subject: images
Sample call: SELECT science.mjd_from_timestamp(''2015-09-02 04:00+00'');';
