-- Which method knows most, and which only remembers? The error E of each method on the test sample, with its
-- spread over seeds, beside that on the sample it learned from; where more than one method was tried.
SELECT
    a.training_sample,
    a.sample,
    a.method,
    a.n_seed,
    a.error_mean,
    coalesce(a.error_stddev, 0) AS error_stddev,
    b.error_mean AS training_error
FROM science.photo_z_method AS a
INNER JOIN science.photo_z_method AS b
    ON b.method = a.method AND b.training_sample = a.training_sample AND b.role = 'training'
WHERE a.role = 'test'
ORDER BY a.training_sample, a.sample, a.error_mean DESC;
