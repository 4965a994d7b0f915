-- science.sources_near as a cluster needs it: Citus finds the shards of a query of a function only while its
-- arguments are known, so it cannot be planned once for all circles.
ALTER FUNCTION science.sources_near(double precision, double precision, double precision)
RESET plan_cache_mode;
