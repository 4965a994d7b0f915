-- How many trees of a forest vote for which class, for all sources of a run of periods? The trees are written
-- out as one expression: a node that tests is CASE WHEN feature <= threshold THEN left ELSE right END, a leaf
-- the number of its class. Nodes come depth first, left before right, so one pass over them in order writes a
-- tree: behind a leaf those tests are closed that are deeper than the next node. So a source goes down all
-- trees without a join; what that costs stands in benchmarks/RESULTS.md. For a colour that is missing stands
-- the median of the labelled sources.
CREATE FUNCTION upkeep.forest_votes(run_id integer, period_run_id integer)
RETURNS TABLE (source_id bigint, class_number smallint, n_vote integer, n_outside integer)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET jit = off
AS $$
DECLARE
    trees text;
    outside text;
BEGIN
    SELECT string_agg(t.expression, ', ') INTO trees
    FROM (
        SELECT string_agg(
            CASE WHEN n.class_number IS NULL
                THEN format('CASE WHEN %s <= %L THEN ', n.value, n.threshold)
                ELSE n.class_number || repeat(' END', n.depth - coalesce(n.next_depth, 0))
                    || CASE WHEN n.next_depth IS NULL THEN '' ELSE ' ELSE ' END
            END, '' ORDER BY n.node
        ) AS expression
        FROM (
            SELECT
                m.tree, m.node, m.depth, m.threshold, m.class_number,
                CASE WHEN m.feature IN ('j_minus_h', 'h_minus_ks')
                    THEN format('coalesce(f.%I, %L)', m.feature, r.fill)
                    ELSE 'f.' || quote_ident(m.feature)
                END AS value,
                lead(m.depth) OVER (PARTITION BY m.tree ORDER BY m.node) AS next_depth
            FROM survey.forest_node AS m
            LEFT JOIN survey.forest_feature AS r ON r.run_id = m.run_id AND r.feature = m.feature
            WHERE m.run_id = forest_votes.run_id
        ) AS n
        GROUP BY n.tree
    ) AS t;
    SELECT string_agg(
        format('((f.%1$I NOT BETWEEN %2$L AND %3$L) IS TRUE)::integer', r.feature, r.low, r.high), ' + '
    ) INTO outside
    FROM survey.forest_feature AS r
    WHERE r.run_id = forest_votes.run_id;
    RETURN QUERY EXECUTE format(
        'SELECT g.source_id, c.class_number, cardinality(array_positions(g.votes, c.class_number::integer)),
            g.n_outside
        FROM (
            SELECT f.source_id, ARRAY[%s] AS votes, %s AS n_outside
            FROM survey.light_curve_feature AS f WHERE f.run_id = $1 OFFSET 0
        ) AS g
        INNER JOIN survey.forest_class AS c
            ON c.run_id = $2 AND cardinality(array_positions(g.votes, c.class_number::integer)) > 0',
        trees, outside
    ) USING period_run_id, forest_votes.run_id;
END
$$;

COMMENT ON FUNCTION upkeep.forest_votes(integer, integer) IS
'How many trees of a forest (its run) vote for which class of each source of a run of python -m ml periods, and how many features (dimensionless) lie outside their range among the labelled sources.
class_number: Number of the class in the forest. [] {meta.id;src.class}
n_vote: Trees that vote for it. [] {meta.number}
n_outside: How many features lie outside their range among the labelled sources. [] {meta.number}
Sample call: SELECT * FROM upkeep.forest_votes((SELECT max(run_id) FROM science.run_overview WHERE task = ''classes''), (SELECT max(run_id) FROM science.run_overview WHERE task = ''periods''));';
