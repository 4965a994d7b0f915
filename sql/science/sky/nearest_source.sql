-- Which source is this? The nearest within a radius of a position, if there is one.
CREATE FUNCTION science.nearest_source(ra double precision, "dec" double precision, radius double precision)
RETURNS TABLE (source_id bigint, ra double precision, "dec" double precision, distance double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 1
BEGIN ATOMIC
    SELECT n.source_id, n.ra, n.dec, n.distance
    FROM science.sources_near(nearest_source.ra, nearest_source.dec, nearest_source.radius) AS n
    ORDER BY n.distance, n.source_id
    LIMIT 1;
END;

COMMENT ON FUNCTION science.nearest_source(double precision, double precision, double precision) IS
'The source nearest to a position, right ascension and declination [deg], within a radius [deg]; no row where there is none.
distance: Distance from the position. [deg] {pos.angDistance}
Subject: sky
Sample call: SELECT * FROM science.nearest_source(269.5, -30.2, 0.001);';
