SELECT count(*) FROM public.q3c_source AS s WHERE q3c_radial_query(s.ra, s.dec, %(ra)s, %(dec)s, %(radius)s);
