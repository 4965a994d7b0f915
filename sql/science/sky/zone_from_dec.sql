-- Which zone of the sky is a declination in? Zones are a minute of arc high and number from -5400 at the
-- south pole to 5400 at the north pole, which is one of its own. survey.source keeps the zone of each
-- position beside it; an index on zone and right ascension then answers any question by position without
-- an extension (Gray, Nieto-Santisteban and Szalay 2007, "The Zones Algorithm"). From half a minute to
-- two, height makes no difference that could be measured: benchmarks/RESULTS.md.
CREATE FUNCTION science.zone_from_dec("dec" double precision)
RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN floor("dec" * 60)::integer;

COMMENT ON FUNCTION science.zone_from_dec(double precision) IS
'Zone of the sky that a declination [deg] is in: steps of one minute of arc from the equator, as survey.source keeps it.
Subject: sky
Sample call: SELECT science.zone_from_dec(-30.31);';
