-- Which points of a plane are the lower corners of their convex hull, from the first to the last? Points
-- come in order of xi, then eta; each corner turns to the left (Andrew 1979). A loop, because each corner
-- depends on those before it.
CREATE FUNCTION upkeep.hull_chain(xis double precision[], etas double precision[])
RETURNS SETOF integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
ROWS 15
AS $$
DECLARE
    chain integer[] := '{}';
    n integer := 0;
    a integer;
    b integer;
BEGIN
    FOR place IN 1 .. cardinality(xis) LOOP
        WHILE n >= 2 LOOP
            a := chain[n - 1];
            b := chain[n];
            EXIT WHEN (xis[b] - xis[a]) * (etas[place] - etas[a])
            > (etas[b] - etas[a]) * (xis[place] - xis[a]);
            n := n - 1;
        END LOOP;
        n := n + 1;
        chain[n] := place;
    END LOOP;
    RETURN QUERY SELECT chain[k] FROM generate_series(1, n) AS k;
END
$$;

COMMENT ON FUNCTION upkeep.hull_chain(double precision[], double precision[]) IS
'The places of those points, given in order of xi and then eta [deg], that are the lower corners of their convex hull.
Sample call: SELECT * FROM upkeep.hull_chain(ARRAY[0, 1, 2], ARRAY[0, -1, 0]);';
