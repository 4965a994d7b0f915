-- By how much is atomic time ahead of UTC? The 27 leap seconds to 2017, by their days, after the 10 s of
-- 1972; none has been announced since (IERS Bulletin C). Missing before 1972, when UTC ran at another rate.
CREATE FUNCTION science.tai_minus_utc(mjd double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN tai_minus_utc.mjd >= 41317 THEN 9 + width_bucket(tai_minus_utc.mjd, ARRAY[
        41317, 41499, 41683, 42048, 42413, 42778, 43144, 43509, 43874, 44239, 44786, 45151, 45516, 46247,
        47161, 47892, 48257, 48804, 49169, 49534, 50083, 50630, 51179, 53736, 54832, 56109, 57204, 57754
    ]::double precision[])
END;

COMMENT ON FUNCTION science.tai_minus_utc(double precision) IS
'TAI - UTC [s] at a modified Julian date [d] in UTC, from 1972 on.
Subject: images
Sample call: SELECT science.tai_minus_utc(57267.167);';
