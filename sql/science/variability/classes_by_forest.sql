-- What are the sources of a run of python -m ml periods by the forest of any run of python -m ml classify?
-- Probabilities are the shares of the trees' votes raised to the forest's power, made to add up to 1: the
-- mean of many trees is too cautious. A source with more features outside the range of the labelled ones
-- than 99 % of those have is like nothing known, whatever its most probable class.
CREATE FUNCTION science.classes_by_forest(run_id integer, period_run_id integer)
RETURNS TABLE (
    source_id bigint,
    class text,
    probability double precision,
    n_outside integer,
    is_unknown boolean
)
LANGUAGE sql STABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        upkeep.require_run(classes_by_forest.run_id, 'classes'),
        upkeep.require_run(classes_by_forest.period_run_id, 'periods');

    WITH vote AS (
        SELECT
            v.source_id, c.class, v.n_outside,
            v.n_outside > f.n_outside_max AS is_unknown,
            (v.n_vote::double precision / f.n_tree) ^ f.power AS raised
        FROM upkeep.forest_votes(classes_by_forest.run_id, classes_by_forest.period_run_id) AS v
        INNER JOIN survey.forest AS f ON f.run_id = classes_by_forest.run_id
        INNER JOIN survey.forest_class AS c ON c.run_id = f.run_id AND c.class_number = v.class_number
    )
    SELECT
        v.source_id,
        v.class,
        v.raised / sum(v.raised) OVER source AS probability,
        v.n_outside,
        v.is_unknown
    FROM vote AS v
    WINDOW source AS (PARTITION BY v.source_id);
END;

COMMENT ON FUNCTION science.classes_by_forest(integer, integer) IS
'Probability (dimensionless) of each class that any tree votes for, for the sources of a run of python -m ml periods, by the forest of a run of python -m ml classify.
n_outside: How many features lie outside their range among the labelled sources. [] {meta.number}
Subject: variability
Sample call: SELECT * FROM science.classes_by_forest((SELECT max(run_id) FROM science.run_overview WHERE task = ''classes''), (SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
