-- The share of the light curves whose strongest deviation is not known
SELECT avg((m.max_deviation IS NULL)::integer)::double precision AS unknown
FROM science.flux_moments AS m;
