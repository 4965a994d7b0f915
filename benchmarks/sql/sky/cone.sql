SELECT count(*) FROM science.sources_near(%(ra)s, %(dec)s, %(radius)s);
