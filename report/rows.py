"""The rows of a figure: what one SQL file answers, as columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from report.style import Rows


def rows_of(
    connection: psycopg.Connection, query: bytes, parameters: Mapping[str, object] | None = None
) -> Rows:
    """Run a figure's SQL and give its columns as arrays of numbers or text; a missing number is NaN."""
    cursor = connection.execute(query, parameters)
    names = [column.name for column in cursor.description or ()]
    rows = cursor.fetchall()
    by_column = zip(*rows, strict=True) if rows else ([] for _ in names)
    return {name: _array(values) for name, values in zip(names, by_column, strict=True)}


def _array(values: Sequence[Any]) -> NDArray[Any]:
    if any(isinstance(value, str) for value in values):
        return np.array(values, dtype=object)
    if all(isinstance(value, int) for value in values):
        return np.array(values, dtype=np.int64)
    return np.array(values, dtype=float)
