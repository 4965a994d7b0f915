-- By how much is each image off from the others of its field, how well is that known, and is it in use? The
-- offsets of the latest tie. SELECT upkeep.make_tie('Ks') makes one (as epochdb_loader).
SELECT t.field_id, t.image_id, t.mjd, t.offset_mag, t.offset_err, t.scatter, t.n_star, t.is_current
FROM science.image_tie AS t
WHERE t.tie_id = (SELECT max(z.tie_id) FROM science.tie_log AS z)
ORDER BY t.field_id, t.mjd;
