-- Ask a forest about the sources of a run of periods, and keep its answers. Arguments: the runs of both.
WITH answer AS MATERIALIZED (
    SELECT a.source_id, a.class, a.probability, a.n_outside, a.is_unknown
    FROM science.classes_by_forest(%(run_id)s, %(period_run_id)s) AS a
),
entered AS (
    INSERT INTO survey.classification (run_id, period_run_id, n_source, n_unknown)
    SELECT
        %(run_id)s, %(period_run_id)s,
        count(DISTINCT a.source_id), count(DISTINCT a.source_id) FILTER (WHERE a.is_unknown)
    FROM answer AS a
)
INSERT INTO survey.class_probability (
    source_id, probability, run_id, period_run_id, n_outside, class_number
)
SELECT a.source_id, a.probability, c.run_id, %(period_run_id)s, a.n_outside, c.class_number
FROM answer AS a
INNER JOIN survey.forest_class AS c ON c.run_id = %(run_id)s AND c.class = a.class;
