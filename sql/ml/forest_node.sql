-- The nodes of a forest's trees.
COPY survey.forest_node (
    run_id, tree, node, depth, feature, threshold, left_node, right_node, class_number
)
FROM STDIN;
