SELECT count(*)
FROM public.position AS p
INNER JOIN public.sphere_source AS s
    ON s.place <@ scircle(spoint(radians(p.ra), radians(p.dec)), radians(%(radius)s));
