"""Run the statements of sql/ml."""

from itertools import chain
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from db.statement import statement


def ask(connection: psycopg.Connection, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run a statement with its parameters and give its rows."""
    return connection.execute(statement(f"ml/{name}"), parameters).fetchall()


def ask_numbers(connection: psycopg.Connection, name: str, **parameters: Any) -> NDArray[np.float64]:
    """Run a statement whose columns are numbers and give them as (rows, columns); NULL becomes NaN."""
    cursor = connection.cursor(binary=True)
    rows = cursor.execute(statement(f"ml/{name}"), parameters).fetchall()
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(cursor.description or ()))


def stream_numbers(
    connection: psycopg.Connection, name: str, n_column: int, **parameters: Any
) -> NDArray[np.float64]:
    """As `ask_numbers` of columns without NULL, row by row: millions of rows take no more than the array."""
    cursor = connection.cursor(binary=True)
    values = chain.from_iterable(cursor.stream(statement(f"ml/{name}"), parameters))
    return np.fromiter(values, dtype=np.float64).reshape(-1, n_column)
