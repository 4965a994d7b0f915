"""Rows encoded for COPY, held against what PostgreSQL itself makes of the same values."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray

from db.binary import HEADER, TRAILER, encode_rows

TYPES = {"i2": "smallint", "i4": "integer", "i8": "bigint", "f4": "real", "f8": "double precision"}
Column = NDArray[Any]


def _back(connection: psycopg.Connection, columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Copy columns into a table and give its rows in the order of their first column."""
    _create(connection, "sent", columns)
    with connection.cursor() as cursor, cursor.copy("COPY pg_temp.sent FROM STDIN (FORMAT binary)") as copy:
        copy.write(HEADER)
        copy.write(encode_rows(columns))
        copy.write(TRAILER)
    return _rows(connection, "sent")


def _rows(connection: psycopg.Connection, name: str) -> list[tuple[Any, ...]]:
    # As text a real comes with as few digits as tell it from other reals: as a double that is another one
    return connection.execute(f"SELECT * FROM pg_temp.{name} ORDER BY c0", binary=True).fetchall()


def _create(connection: psycopg.Connection, name: str, columns: Sequence[Column]) -> None:
    fields = ", ".join(f"c{i} {TYPES[column.dtype.str[1:]]}" for i, column in enumerate(columns))
    connection.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    connection.execute(f"CREATE TEMP TABLE {name} ({fields})")


def _expected(columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Give the rows as Python values, None for NaN."""
    plain = [[None if np.isnan(value) else value for value in column.tolist()] for column in columns]
    return list(zip(*plain, strict=True))


def test_every_type_comes_back_to_the_bit(database: psycopg.Connection) -> None:
    extremes = [np.iinfo("i8").min, -1, 0, 1, np.iinfo("i8").max]
    columns = [
        np.array(extremes, "i8"),
        np.array([-(2**31), -1, 0, 1, 2**31 - 1], "i4"),
        np.array([-(2**15), -1, 0, 1, 2**15 - 1], "i2"),
        np.array([-3.4028235e38, -0.0, 1e-45, 1 / 3, 3.4028235e38], "f4"),
        np.array([-1.7976931348623157e308, -0.0, 5e-324, 1 / 3, 1.7976931348623157e308], "f8"),
    ]
    rows = _back(database, columns)
    assert rows == _expected(columns)
    assert [np.signbit(value) for value in rows[1][3:]] == [True, True]


def test_infinity_is_a_value_and_nan_is_none(database: psycopg.Connection) -> None:
    columns = [np.arange(3, dtype="i4"), np.array([np.inf, -np.inf, np.nan], "f4")]
    assert _back(database, columns) == [(0, np.inf), (1, -np.inf), (2, None)]


@pytest.mark.parametrize("lacking", ["first", "last", "all", "one row", "alternate"])
def test_missing_values_are_null_wherever_they_stand(database: psycopg.Connection, lacking: str) -> None:
    numbers = np.arange(7, dtype="i8")
    columns = [numbers, *(numbers.astype(kind) + 0.5 for kind in ("f4", "f8", "f4")), numbers.astype("i2")]
    where = {
        "first": (slice(1, 2), slice(None)),
        "last": (slice(3, 4), slice(None)),
        "all": (slice(1, 4), slice(None)),
        "one row": (slice(1, 4), slice(3, 4)),
        "alternate": (slice(1, 4, 2), slice(None, None, 2)),
    }[lacking]
    for column in columns[where[0]]:
        column[where[1]] = np.nan
    assert _back(database, columns) == _expected(columns)


def test_twenty_columns_of_twenty_thousand_rows_come_back_with_their_random_gaps(
    database: psycopg.Connection,
) -> None:
    # The shape of survey.detection. Beside it, the same values as text, which is psycopg's own encoding.
    rng = np.random.default_rng(5)
    n = 20_000
    columns: list[Column] = [np.arange(n, dtype="i8"), rng.normal(size=n), rng.normal(size=n)]
    columns += [rng.integers(-(2**31), 2**31, n, dtype="i4") for _ in range(2)]
    columns += [rng.normal(size=n).astype("f4") for _ in range(14)]
    columns += [rng.integers(-2, 2, n, dtype="i2")]
    assert len(columns) == 20
    for number, column in enumerate(columns):
        if column.dtype.kind == "f":
            column[rng.random(n) < 0.002 * number] = np.nan
    complete = np.logical_and.reduce([~np.isnan(column) for column in columns])
    assert 1000 < complete.sum() < n - 1000
    rows = _back(database, columns)
    _create(database, "as_text", columns)
    with database.cursor() as cursor, cursor.copy("COPY pg_temp.as_text FROM STDIN") as copy:
        for row in _expected(columns):
            copy.write_row(row)
    assert rows == _rows(database, "as_text")
    assert rows == _expected(columns)


@pytest.mark.parametrize("seed", range(20))
def test_a_few_random_rows_come_back(database: psycopg.Connection, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 40))
    columns: list[Column] = [np.arange(n, dtype="i4")]
    for kind in rng.choice(list(TYPES), rng.integers(0, 12)):
        column = rng.normal(scale=100, size=n).astype(kind)
        if column.dtype.kind == "f":
            column[rng.random(n) < rng.random()] = np.nan
        columns.append(column)
    assert _back(database, columns) == _expected(columns)


def test_no_rows_are_no_bytes(database: psycopg.Connection) -> None:
    columns = [np.empty(0, "i8"), np.empty(0, "f4")]
    assert len(encode_rows(columns)) == 0
    assert _back(database, columns) == []


def test_columns_may_be_strided_views_in_either_byte_order(database: psycopg.Connection) -> None:
    grid = np.arange(40.0).reshape(10, 4)
    grid[3, 2] = np.nan
    columns = [np.arange(20, dtype="i8")[::2], grid[:, 1], grid[:, 2], grid[:, 3].astype(">f4")]
    assert _back(database, columns) == _expected(columns)


def test_encoding_leaves_the_columns_as_they_were() -> None:
    columns = [np.arange(4, dtype="i8"), np.array([1, np.nan, 3, np.nan], "f4")]
    before = [column.copy() for column in columns]
    encode_rows(columns)
    for column, was in zip(columns, before, strict=True):
        np.testing.assert_array_equal(column, was)
