-- The positions as a table, which is what extensions join with.
CREATE TABLE public.position AS
SELECT p.id, p.ra, p.dec
FROM unnest(%(ids)s::bigint[], %(ras)s::float8[], %(decs)s::float8[]) AS p (id, ra, dec);
