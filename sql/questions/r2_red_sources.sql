-- R2. Which sources, of any class, have J - H above 1.5? The reddest first.
SELECT r.source_id, r.field_id, r.ra, r.dec, r.j_mag, r.h_mag, r.j_minus_h, r.is_star
FROM science.red_sources(1.5) AS r
ORDER BY r.j_minus_h DESC, r.source_id;
