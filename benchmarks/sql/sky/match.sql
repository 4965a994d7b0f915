SELECT count(*)
FROM science.match_positions(%(ids)s::bigint[], %(ras)s::float8[], %(decs)s::float8[], %(radius)s);
