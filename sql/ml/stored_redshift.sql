-- The first redshifts that a run stored of a sample. Arguments: run, sample, how many.
SELECT z.counter, z.z_phot
FROM survey.photo_z AS z
WHERE z.run_id = $1 AND z.sample_id = $2
ORDER BY z.counter
LIMIT $3;
