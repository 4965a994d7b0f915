-- What a cone must read in any case: the rows of its strips, which are known, given as science.sources_near
-- gives its own, planned once and with as many columns, but without distances and in no order.
CREATE FUNCTION public.rows_of_strips(
    zones integer[], ra_mins double precision[], ra_maxs double precision[]
)
RETURNS TABLE (source_id bigint, ra double precision, "dec" double precision, distance double precision)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
ROWS 100
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
SET plan_cache_mode = force_generic_plan
BEGIN ATOMIC
    WITH strip AS MATERIALIZED (
        SELECT p.zone, p.ra_min, p.ra_max
        FROM unnest(rows_of_strips.zones, rows_of_strips.ra_mins, rows_of_strips.ra_maxs)
            AS p (zone, ra_min, ra_max)
    )
    SELECT s.source_id, s.ra, s.dec, 0::double precision AS distance
    FROM strip AS p
    INNER JOIN survey.source AS s ON s.zone = p.zone AND s.ra BETWEEN p.ra_min AND p.ra_max;
END;
