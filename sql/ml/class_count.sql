-- How many sources are of each class, and how many of them are like nothing known? Arguments: the runs of
-- forest and periods.
SELECT
    p.class,
    count(*) AS n_source,
    count(*) FILTER (WHERE p.is_unknown) AS n_unknown,
    avg(p.probability) AS mean_probability
FROM science.classified_source AS p
WHERE p.run_id = %(run_id)s AND p.period_run_id = %(period_run_id)s
GROUP BY p.class
ORDER BY n_source DESC, p.class;
