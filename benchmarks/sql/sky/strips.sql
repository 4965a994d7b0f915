SELECT array_agg(p.zone) AS zones, array_agg(p.ra_min) AS ra_mins, array_agg(p.ra_max) AS ra_maxs
FROM science.sky_strips(%(ra)s, %(dec)s, %(radius)s) AS p;
