"""Run the statements of sql/ml."""

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
