"""Write a run to the tables: all that it found in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from db.binary import encode_rows
from db.copy import copy_rows
from ml.faults import UnknownRun
from ml.provenance import versions


@dataclass(frozen=True)
class Run:
    """
    What is kept of every run.

    Attributes
    ----------
    task : {"simulate", "photoz", "periods", "classes"}
    method : str
    seed : int
    started_at : datetime
    input_sha256 : str
        Fingerprint of the rows that were fitted.
    n_input, n_excluded : int
        Rows or light curves that were fitted, and those left out.
    training_sample_id : int, optional
        Of a photoz run.
    parameters : mapping
        Settings.
    """

    task: str
    method: str
    seed: int
    started_at: datetime
    input_sha256: str
    n_input: int
    n_excluded: int
    parameters: Mapping[str, object]
    training_sample_id: int | None = None


@contextmanager
def new_run(connection: psycopg.Connection, run: Run) -> Iterator[int]:
    """Enter a run and give its number; what is written within belongs to its transaction."""
    row = {**vars(run), **versions(), "finished_at": datetime.now(UTC)}
    parameters = row.pop("parameters")
    with connection.transaction():
        insert = sql.SQL("{} RETURNING run_id").format(_insert("model_run", list(row)))
        written = connection.execute(insert, list(row.values())).fetchone()
        assert written is not None
        run_id = int(written[0])
        settings = [{"name": name, "value": str(value)} for name, value in parameters.items()]
        write_rows(connection, "model_parameter", run_id, settings)
        yield run_id


def write_metrics(connection: psycopg.Connection, run_id: int, metrics: Mapping[str, float]) -> None:
    """Write figures by name; one that is not finite says nothing and is left out."""
    finite = {name: float(value) for name, value in metrics.items() if np.isfinite(value)}
    rows = [{"name": name, "value": value} for name, value in finite.items()]
    write_rows(connection, "model_metric", run_id, rows)


def write_rows(
    connection: psycopg.Connection, table: str, run_id: int, rows: Iterable[Mapping[str, object]]
) -> None:
    """Insert a few rows of one run that share their columns; NaN becomes NULL."""
    given = [{"run_id": run_id, **row} for row in rows]
    if given:
        values = [[None if _is_nan(value) else value for value in row.values()] for row in given]
        with connection.cursor() as cursor:
            cursor.executemany(_insert(table, list(given[0])), values)


def copy_columns(
    connection: psycopg.Connection, table: str, run_id: int, columns: Mapping[str, NDArray[Any]]
) -> None:
    """Append many rows of one run to a table, given as its columns, (n,); NaN becomes NULL."""
    n = len(next(iter(columns.values())))
    columns = {"run_id": np.full(n, run_id, dtype="i4"), **columns}
    copy_rows(connection, table, tuple(columns), encode_rows(tuple(columns.values())))


def forget(connection: psycopg.Connection, run_id: int) -> None:
    """
    Take a run and all its results away.

    Raises
    ------
    UnknownRun
    """
    if not connection.execute("DELETE FROM survey.model_run WHERE run_id = %s", [run_id]).rowcount:
        raise UnknownRun(f"no run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview")


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and bool(np.isnan(value))


def _insert(table: str, names: Sequence[str]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier("survey", table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
