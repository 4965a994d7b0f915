-- By how much is each image off from the others of its field, how well is that known, and is it in use? The
-- offsets of the latest zero-point run. SELECT upkeep.tie_zero_points('Ks') makes one (as epochdb_loader).
SELECT t.field_id, t.image_id, t.mjd, t.offset_mag, t.offset_err, t.scatter, t.n_star, t.is_current
FROM science.image_tie AS t
WHERE t.zero_point_run_id = (SELECT max(z.zero_point_run_id) FROM science.zero_point_log AS z)
ORDER BY t.field_id, t.mjd;
