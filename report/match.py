"""Match a list of the user's with the survey, as a reader: the list goes to the server as arrays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from db.statement import statement
from report.column import Column, columns_of
from report.export import place_for
from report.position_list import PositionList, read_list, renamed
from report.result import Chunk, Result, chunk_of

# Positions that go to the server at a time: enough to cost nothing, few enough to show progress
POSITIONS_PER_CHUNK = 10_000
# Each of which may have hundreds of epochs
LIGHT_CURVES_PER_CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """
    What is to be found at each position.

    Attributes
    ----------
    radius : float
        How far from it a source may be [arcsec].
    every : bool
        Whether all sources within the radius are wanted, or the nearest alone.
    unmatched : bool
        Whether positions without a source are kept.
    band : str or None
        The band of the light curves that are wanted, if they are.
    """

    radius: float = 1.0
    every: bool = False
    unmatched: bool = False
    band: str | None = None


def match(
    connection: psycopg.Connection,
    source: Path,
    path: Path,
    wanted: Wanted,
    *,
    ra: str | None = None,
    dec: str | None = None,
    overwrite: bool = False,
    progress: Callable[[int], object] = lambda n_position: None,
) -> tuple[int, int]:
    """
    Write what the survey has at the positions of a list; give the numbers of positions and of rows.

    Each row has the columns of the list, then those of the survey; its suffix says the file's format.

    Raises
    ------
    ReportFault
        The list or the place of the file is not as it must be.
    psycopg.Error
        The database refuses the question.
    """
    with place_for(path, overwrite=overwrite) as (write, part):
        positions = read_list(source, ra, dec)
        query = statement(f"report/{'match_light_curves' if wanted.band else 'match'}")
        _, found = _ask(connection, query, positions, slice(0, 0), wanted)
        columns = [*renamed(positions.columns, found[1:]), *found[1:]]
        chunks = _chunks(connection, query, positions, wanted, progress)
        return len(positions), write(part, Result(columns, chunks))


def _chunks(
    connection: psycopg.Connection,
    query: bytes,
    positions: PositionList,
    wanted: Wanted,
    progress: Callable[[int], object],
) -> Iterator[Chunk]:
    size = LIGHT_CURVES_PER_CHUNK if wanted.band else POSITIONS_PER_CHUNK
    for start in range(0, len(positions), size):
        part = slice(start, min(start + size, len(positions)))
        answer, _ = _ask(connection, query, positions, part, wanted)
        chunk = _joined(positions, part, answer, unmatched=wanted.unmatched)
        if len(chunk):
            yield chunk
        progress(part.stop - part.start)


def _ask(
    connection: psycopg.Connection,
    query: bytes,
    positions: PositionList,
    part: slice,
    wanted: Wanted,
) -> tuple[Chunk, list[Column]]:
    """Give what is found at some positions, each known by its row in the list, from 0."""
    ids = np.arange(part.start, part.stop)
    asked = {
        "ids": ids.tolist(),
        "ras": positions.ra[part].tolist(),
        "decs": positions.dec[part].tolist(),
        "radius": wanted.radius / 3600,
        "every": wanted.every,
        "band": wanted.band,
    }
    cursor = connection.execute(query, asked, binary=True)
    assert cursor.pgresult is not None
    columns = columns_of(connection, query.decode(), cursor.pgresult)
    return chunk_of(cursor.fetchall(), columns), columns


def _joined(positions: PositionList, part: slice, answer: Chunk, *, unmatched: bool) -> Chunk:
    """Put the rows of the list beside what was found for them."""
    rows = answer.values[0]
    places = np.arange(len(rows))
    if unmatched:
        alone = np.setdiff1d(np.arange(part.start, part.stop), rows)
        rows = np.concatenate([rows, alone])
        places = np.concatenate([places, np.full(len(alone), -1)])
        order = np.argsort(rows, kind="stable")
        rows, places = rows[order], places[order]
    values = [v[rows] for v in positions.rows.values]
    missing = [m[rows] for m in positions.rows.missing]
    for value, lost in zip(answer.values[1:], answer.missing[1:], strict=True):
        values.append(_taken(value, places))
        missing.append(np.where(places < 0, True, lost[places] if len(lost) else True))
    return Chunk(values, missing)


def _taken(values: NDArray[Any], places: NDArray[np.int_]) -> NDArray[Any]:
    """Give the values at some places; a missing float is NaN, as in every chunk."""
    if not len(values):
        empty: Any = np.nan if values.dtype.kind == "f" else "" if values.dtype.kind == "O" else 0
        return np.full(len(places), empty, dtype=values.dtype)
    taken = values[places]
    if values.dtype.kind in "fO":
        taken[places < 0] = np.nan if values.dtype.kind == "f" else ""
    return taken
