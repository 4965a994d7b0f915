SELECT count(*) FROM public.sphere_source AS s
WHERE s.place <@ scircle(spoint(radians(%(ra)s), radians(%(dec)s)), radians(%(radius)s));
