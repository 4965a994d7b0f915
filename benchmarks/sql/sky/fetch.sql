SELECT count(*)
FROM public.rows_of_strips(%(zones)s::integer[], %(ra_mins)s::float8[], %(ra_maxs)s::float8[]);
