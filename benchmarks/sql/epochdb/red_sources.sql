SELECT r.source_id, r.field_id, r.j_mag, r.h_mag, r.j_minus_h
FROM science.red_sources(%(j_minus_h_min)s) AS r;
