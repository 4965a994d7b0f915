"""The rows of a query, streamed: a server-side cursor read in chunks, so that memory stays flat."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from report.column import Column, columns_of
from report.faults import NotAQuery

# More would be no faster, and cost its multiple in Python objects
VALUES_PER_CHUNK = 100_000


@dataclass(frozen=True)
class Chunk:
    """Some consecutive rows.

    Attributes
    ----------
    values : list of numpy.ndarray, shape (n_row,)
        One array a column, of its dtype; a missing float is NaN, another missing value is arbitrary.
    missing : list of numpy.ndarray of bool, shape (n_row,)
    """

    values: list[NDArray[Any]]
    missing: list[NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.values[0])


@dataclass(frozen=True)
class Result:
    """The columns of a query and, once, its rows; `about` goes into the head of a file, by names of FITS."""

    columns: list[Column]
    chunks: Iterator[Chunk]
    about: Mapping[str, str | int] = field(default_factory=dict)


@contextmanager
def result_of(connection: psycopg.Connection, query: str) -> Iterator[Result]:
    """Run a query and give its rows as they come.

    Parameters
    ----------
    connection : psycopg.Connection
        Not in a transaction; the query runs in a read-only one that ends with this context.
    query : str
        One SELECT (or WITH, VALUES, TABLE).

    Raises
    ------
    NotAQuery
        The statement gives no rows, or there are several.
    RepeatedColumn, UnsupportedColumnType
        As `report.column.columns_of`.
    psycopg.Error
        The database refuses the query.
    """
    connection.read_only = True
    with connection.transaction():
        # Every row is wanted, and times in UTC whatever the session's zone.
        connection.execute("SET LOCAL cursor_tuple_fraction = 1")
        connection.execute("SET LOCAL TimeZone = 'UTC'")
        with connection.cursor(name="export", binary=True) as cursor:
            _declare(cursor, query)
            if cursor.pgresult is None or not cursor.pgresult.nfields:
                raise NotAQuery("the query gives no column; name at least one: SELECT source_id FROM ...")
            columns = columns_of(connection, query, cursor.pgresult)
            yield Result(columns, _chunks(cursor, columns))


def _declare(cursor: psycopg.ServerCursor[Any], query: str) -> None:
    try:
        # Bytes, because the text is the user's own and not composed of anything.
        cursor.execute(query.strip().rstrip(";").encode())
    except psycopg.errors.SyntaxError as error:
        first = (query.split() or ["nothing"])[0].strip("(").upper()
        if first in ("SELECT", "WITH", "VALUES", "TABLE") and "multiple commands" not in str(error):
            raise
        raise NotAQuery(
            f"only one query that gives rows can be exported, a SELECT; found {first}: "
            f"{error.diag.message_primary}"
        ) from error


def _chunks(cursor: psycopg.ServerCursor[Any], columns: Sequence[Column]) -> Iterator[Chunk]:
    size = max(1, VALUES_PER_CHUNK // len(columns))
    while rows := cursor.fetchmany(size):
        yield chunk_of(rows, columns)


def chunk_of(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> Chunk:
    """Give rows as they come from the database, shape (n_row, n_column), by column."""
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    missing = [np.fromiter((v is None for v in c), bool, len(c)) for c in by_column]
    return Chunk([_array(c, column) for c, column in zip(by_column, columns, strict=True)], missing)


def _array(values: Sequence[Any], column: Column) -> NDArray[Any]:
    match column.dtype.kind:
        case "f":
            return np.array(values, dtype=column.dtype)
        case "O":
            return np.array(["" if v is None else v for v in values], dtype=object)
        case "M":
            return np.array([None if v is None else _naive(v) for v in values], dtype=column.dtype)
        case _:
            return np.array([0 if v is None else v for v in values], dtype=column.dtype)


def _naive(value: date) -> date:
    """Numpy knows no time zones: the time in UTC."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def iso_times(values: NDArray[Any], missing: NDArray[np.bool_]) -> NDArray[np.str_]:
    """Write dates and times as text, as FITS and the IVOA do: ``2015-08-23T01:03:30.931200``, in UTC."""
    return np.where(missing, "", np.datetime_as_string(values))
