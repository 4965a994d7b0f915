-- At which redshifts does the latest run fail? Error, bias and outliers in bins of the true redshift.
SELECT
    q.run_id,
    q.method,
    q.sample,
    q.z_spec_min,
    q.z_spec_max,
    q.n_galaxy,
    q.error,
    q.bias,
    q.outlier_fraction_15,
    q.coverage_68
FROM science.photo_z_quality AS q
WHERE
    q.binning = 'z_spec'
    AND q.role = 'test'
    AND q.run_id = (SELECT max(r.run_id) FROM science.run_overview AS r WHERE r.task = 'photoz')
ORDER BY q.sample, q.z_spec_min;
