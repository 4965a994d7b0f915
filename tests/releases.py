"""Every answer as a list of rows, of now or as of a release, to hold one against the other."""

import math
from collections.abc import Sequence

import psycopg
from psycopg import sql

Answers = dict[str, list[tuple[object, ...]] | str]

# Functions with arguments that leave none of their branches out; {} is the schema
CALLS = (
    "images_between(0, 90000, 5)",
    "images_between(0, 90000, 7.5)",
    "images_between(0, 90000, -1e9)",
    "red_sources(-9)",
    "five_band_photometry(1, 0)",
    "five_band_photometry(2, 0)",
    *(f"catalogues_of_field({field})" for field in (1, 2, 3)),
    *(
        f"variable_sources({n_sigma}, '{calibration}', '{band}', {with_floor})"
        for n_sigma in (0.5, 3)
        for calibration in ("raw", "catalogue", "tied")
        for band in ("Ks", "J")
        for with_floor in ("false", "true")
    ),
    *(f"sources_above_floor(1, '{calibration}')" for calibration in ("catalogue", "tied")),
    *(
        f"light_curve({source}, 'Ks', '{calibration}', true)"
        for source in (1, 2, 5)
        for calibration in ("raw", "catalogue", "tied")
    ),
    "sources_near(10, 20, 1)",
    "sources_in_box(0, 20, -30, 30)",
    "images_at(10, 20)",
    "coverage_at(10, 20)",
    "light_curves_near(10, 20, 1)",
    "match_positions(ARRAY[1], ARRAY[10], ARRAY[20], 1)",
    "verify_summaries()",
    "contents_token()",
)
# Views of the server's catalogue, and of the releases themselves
NOT_RELEASED = ("column_info",)


def answers(
    connection: psycopg.Connection, answering: str = "science", tables: str = "survey", every: int = 1
) -> Answers:
    """
    Ask everything that a release has: its tables, views and functions.

    Parameters
    ----------
    connection : psycopg.Connection
        An open connection.
    answering, tables : str
        The schemas of the answers and of the tables.
    every : int
        Of tables and views by source, only each so-manieth source, as where there are very many.
    """
    found: Answers = {}
    names = connection.execute("SELECT t.table_name FROM upkeep.released_tables() AS t").fetchall()
    for (name,) in names:
        found[f"table {name}"] = _rows(connection, _some(connection, tables, name, every))
    views = connection.execute(
        "SELECT o.object_name FROM upkeep.released_objects() AS o WHERE o.kind = 'VIEW'"
    ).fetchall()
    for (name,) in views:
        found[f"view {name}"] = _rows(connection, _some(connection, answering, name, every))
    for call in CALLS:
        query = sql.SQL("SELECT * FROM {}.{}").format(_id(answering), sql.SQL(call))
        found[call] = _rows(connection, query)
    return found


def differences(then: Answers, now: Answers) -> dict[str, object]:
    """Give what differs: tables bit by bit, answers but for how sums of the same numbers are rounded."""
    assert then.keys() == now.keys()
    return {
        name: (then[name], now[name])
        for name in then
        if not _same(then[name], now[name], exact=name.startswith("table"))
    }


def _same(then: Sequence[object] | str, now: Sequence[object] | str, *, exact: bool) -> bool:
    if exact or isinstance(then, str) or isinstance(now, str):
        return then == now
    return len(then) == len(now) and all(
        _close(a, b)
        for one, other in zip(then, now, strict=True)
        for a, b in zip(one, other, strict=True)  # type: ignore[call-overload]
    )


def _close(a: object, b: object) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    return a == b


def _rows(connection: psycopg.Connection, query: sql.Composed) -> list[tuple[object, ...]] | str:
    """Give the rows in an order of their own, or the message of a refusal."""
    try:
        with connection.transaction():
            return sorted(connection.execute(query).fetchall(), key=lambda row: [_rounded(v) for v in row])
    except psycopg.errors.DatabaseError as error:
        return str(error).splitlines()[0]


def _rounded(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def _some(connection: psycopg.Connection, schema: str, name: str, every: int) -> sql.Composed:
    """Give the query of a relation's rows, of those of some sources where it has sources."""
    has_source = connection.execute(
        "SELECT 1 FROM information_schema.columns AS c"
        " WHERE (c.table_schema, c.table_name, c.column_name) = (%s, %s, 'source_id')",
        [schema, name],
    ).fetchone()
    query = "SELECT * FROM {}.{}" + (" WHERE source_id % {} = 0" if has_source else "")
    names = (_id(schema), _id(name))
    return sql.SQL(query).format(*names, *([every] if has_source else []))


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)
