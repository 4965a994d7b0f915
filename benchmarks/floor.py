"""R3 with tie and floor: what it takes to prepare and to ask."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks.layout import table

PREPARED = {
    "tie the images": "SELECT upkeep.make_tie('Ks')",
    "put the tie into use": ("SELECT upkeep.use_tie(max(r.tie_id)) FROM science.tie_log AS r"),
    "measure the noise, catalogue": "SELECT upkeep.measure_noise_floor('Ks', 'catalogue')",
    "measure the noise, tied": "SELECT upkeep.measure_noise_floor('Ks', 'tied')",
}
ASKED = {
    "R3, catalogue, 20 sigma": "science.variable_sources(20, 'catalogue', 'Ks')",
    "R3, tied, 20 sigma": "science.variable_sources(20, 'tied', 'Ks')",
    "R3, tied with floor, 20 sigma": "science.variable_sources(20, 'tied', 'Ks', true)",
    "R3, tied with floor, 5 sigma": "science.variable_sources(5, 'tied', 'Ks', true)",
    "tied with floor, score 5": "science.sources_above_floor(5, 'tied', 'Ks')",
}
_SOURCES = "SELECT source_id, max_deviation, score FROM {}"


@dataclass(frozen=True)
class Asked:
    """A statement: its rows, the time of its first run and of a second one [s]."""

    what: str
    n_row: int | None
    first: float
    second: float | None


def measure(connection: psycopg.Connection[Any], tell: Callable[[str], None]) -> list[Asked]:
    """Tie the Ks images of a loaded survey, measure its noise, and ask; the tie stays in use."""
    found = []
    for what, statement in PREPARED.items():
        tell(what)
        found.append(Asked(what, None, _run(connection, statement)[0], None))
    for what, call in ASKED.items():
        tell(what)
        first, n_row = _run(connection, _SOURCES.format(call))
        found.append(Asked(what, n_row, first, _run(connection, _SOURCES.format(call))[0]))
    return found


def markdown(asked: list[Asked]) -> str:
    """Give the times as Markdown."""
    rows = [
        [
            one.what,
            "" if one.n_row is None else f"{one.n_row:,}",
            f"{one.first:.2f}",
            "" if one.second is None else f"{one.second:.2f}",
        ]
        for one in asked
    ]
    return table(["statement", "rows", "first run [s]", "second run [s]"], rows)


def plans(connection: psycopg.Connection[Any]) -> list[str]:
    """Give the plan of each question as text, with the times of its steps."""
    explained = []
    for what, call in ASKED.items():
        rows = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS) {_SOURCES.format(call)}").fetchall()
        explained.append("\n".join([f"### {what}", "", *(f"    {line}" for (line,) in rows), ""]))
    return explained


def _run(connection: psycopg.Connection[Any], statement: str) -> tuple[float, int]:
    begun = time.perf_counter()
    rows = connection.execute(statement.encode()).fetchall()
    return time.perf_counter() - begun, len(rows)
