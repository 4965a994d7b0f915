SELECT count(*)
FROM public.position AS p
INNER JOIN public.q3c_source AS s ON q3c_join(p.ra, p.dec, s.ra, s.dec, %(radius)s);
