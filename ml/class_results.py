"""What learning classes leaves in the database: a forest, its classes and its features, as rows."""

from collections.abc import Sequence

import numpy as np
import psycopg
from numpy.typing import NDArray

from db.statement import statement
from ml.store import write_rows
from ml.variables.classifier import Forest


def write_forest(
    connection: psycopg.Connection,
    run_id: int,
    forest: Forest,
    names: Sequence[str],
    n_label: NDArray[np.int64],
) -> None:
    """Write a forest, its classes with the labelled sources of each, its features by name, its nodes."""
    row = {"n_tree": forest.n_tree, "power": forest.power, "n_outside_max": forest.n_outside_max}
    write_rows(connection, "forest", run_id, [row])
    classes = [
        {"class": str(name), "class_number": number, "n_label": int(n)}
        for number, (name, n) in enumerate(zip(forest.classes, n_label, strict=True))
    ]
    write_rows(connection, "forest_class", run_id, classes)
    keys = ("low", "high", "fill", "importance")
    figures = np.column_stack([getattr(forest, key) for key in keys]).tolist()
    features = [
        {"feature": name, **dict(zip(keys, row, strict=True))}
        for name, row in zip(names, figures, strict=True)
    ]
    write_rows(connection, "forest_feature", run_id, features)
    with connection.cursor() as cursor, cursor.copy(statement("ml/forest_node")) as copy:
        copy.set_types(["int4", "int4", "int4", "int4", "text", "float8", "int4", "int4", "int2"])
        columns = (forest.tree, forest.node, forest.depth, forest.feature, forest.threshold, forest.left)
        rows = zip(*(column.tolist() for column in (*columns, forest.right, forest.label)), strict=True)
        for tree, node, depth, feature, threshold, left, right, label in rows:
            test = (names[feature], threshold, left, right, None)
            copy.write_row((run_id, tree, node, depth, *(test if label < 0 else (*[None] * 4, label))))
