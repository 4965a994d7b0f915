"""Whether two installations give the same answers: every view, every sample call of help, every question."""

import datetime
import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

QUESTIONS = sorted((Path(__file__).resolve().parents[2] / "sql" / "questions").glob("*.sql"))
# Moments of loads, and how many bytes a table has, are not the same in two databases.
MOMENT = (
    "loaded_mjd",
    "started_mjd",
    "finished_mjd",
    "made_mjd",
    "matched_mjd",
    "rejected_mjd",
    "duration",
    "duration_s",
)
# Hashes over numbers that workers add up in another order, so that their last digits may differ
HASH = ("contents_token", "token", "input_sha256")
TOLERANCE = 1e-7


def statements(connection: psycopg.Connection[Any], every: int = 1) -> Iterator[tuple[str, str]]:
    """Give a name and a statement for all that can be asked; of views by source each so-manieth."""
    # Those of releases, too
    views = connection.execute(
        "SELECT c.oid::regclass::text, bool_or(a.attname = 'source_id') FROM pg_class AS c"
        " INNER JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'v' AND (n.nspname = 'science'"
        " OR n.nspname IN (SELECT r.schema_name FROM survey.data_release AS r)) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    row = connection.execute(
        "SELECT string_agg(source_id::text, ', ') FROM survey.source WHERE source_id %% %s = 0", [every]
    ).fetchone()
    # As a list, which reaches the indexes and tells the planner how few there are
    some = f" WHERE source_id IN ({row[0]})" if row and every > 1 else ""
    for name, has_sources in views:
        yield name, f"SELECT * FROM {name}{some if has_sources else ''}"
    # A sample call of a view has LIMIT and no order: the view is asked in full above
    calls = connection.execute(
        "SELECT name, sample_call FROM science.help WHERE kind = 'function' ORDER BY name"
    ).fetchall()
    yield from calls
    for path in QUESTIONS:
        yield path.stem, path.read_text()


def answer(
    connection: psycopg.Connection[Any], statement: str
) -> tuple[list[str], list[tuple[Any, ...]]] | str:
    """Ask; give columns and rows without moments, in an order of their own, or the refusal."""
    try:
        cursor = connection.execute(statement)
    except psycopg.Error as error:
        return f"{type(error).__name__}: {error.diag.message_primary}"
    names = [column.name for column in cursor.description or ()]
    rows = [
        tuple(
            None if isinstance(value, datetime.datetime) or name in (*MOMENT, *HASH) else value
            for name, value in zip(names, row, strict=True)
        )
        for row in cursor.fetchall()
    ]
    return names, sorted(rows, key=_key)


def differences(
    plain: psycopg.Connection[Any], cluster: psycopg.Connection[Any], every: int = 1
) -> list[str]:
    """Say for each statement in what the cluster's answer differs; nothing if all is well."""
    found = []
    for name, statement in statements(plain, every):
        here, there = answer(plain, statement), answer(cluster, statement)
        if difference := _difference(here, there):
            found.append(f"{name}: {difference}")
    return found


def _difference(here: Any, there: Any) -> str | None:
    if isinstance(here, str) or isinstance(there, str):
        return None if here == there else f"{_told(here)}, cluster {_told(there)}"
    (names, rows), (other_names, other_rows) = here, there
    if names != other_names or len(rows) != len(other_rows):
        return f"{len(rows)} rows of {len(names)}, cluster {len(other_rows)} of {len(other_names)}"
    for row, other in zip(rows, other_rows, strict=True):
        for name, value, other_value in zip(names, row, other, strict=True):
            if not _same(value, other_value):
                return f"{name} is {value!r}, cluster {other_value!r}, of {row[:3]}"
    return None


def _told(found: Any) -> str:
    return found if isinstance(found, str) else f"{len(found[1])} rows"


def _same(value: Any, other: Any) -> bool:
    value, other = _number(value), _number(other)
    if isinstance(value, float) and isinstance(other, float):
        return math.isclose(value, other, rel_tol=TOLERANCE, abs_tol=1e-9)
    return bool(value == other)


def _number(value: Any) -> Any:
    """Give a number that is written as text; all else as it is."""
    if isinstance(value, str) and "." in value:
        with suppress(ValueError):
            return float(value)
    return value


def _key(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Order by what is exact first: a sum may differ in its last digits."""
    row = tuple(map(_number, row))
    exact = [str(value) for value in row if not isinstance(value, float)]
    return (*exact, *(f"{value:+.5e}" for value in row if isinstance(value, float)))
