"""Run the statements of sql/ml; their parameters are $1, $2 ..."""

from __future__ import annotations

from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from db.frozen import SQL


def statement(name: str) -> bytes:
    """Give the text of a file of sql/ml."""
    return (SQL / "ml" / f"{name}.sql").read_bytes()


def ask(connection: psycopg.Connection, name: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run a statement and give its rows."""
    return psycopg.RawCursor(connection).execute(statement(name), parameters or None).fetchall()


def ask_numbers(connection: psycopg.Connection, name: str, *parameters: Any) -> NDArray[np.float64]:
    """Run a statement whose columns are numbers and give them as (rows, columns); NULL becomes NaN."""
    cursor = psycopg.RawCursor(connection)
    rows = cursor.execute(statement(name), parameters or None, binary=True).fetchall()
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(cursor.description or ()))
