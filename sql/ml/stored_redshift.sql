-- The first redshifts that a run stored of a sample. Arguments: run, sample, how many.
SELECT z.counter, z.z_phot
FROM survey.photo_z AS z
WHERE z.run_id = %(run_id)s AND z.sample_id = %(sample_id)s
ORDER BY z.counter
LIMIT %(n)s;
