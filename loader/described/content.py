"""The detections of an image out of the tables that hold them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader import checks
from loader.catalogue import Detections
from loader.described.columns import Columns
from loader.described.rows import Rows
from loader.described.zero_points import zero_point
from loader.description.model import Description
from loader.faults import EmptyFile
from loader.formats.find import chosen, open_tables
from loader.formats.table import SourceTable

# From here on a file is not held in memory [bytes]
LARGE_BYTES = 64 << 20


@dataclass(frozen=True)
class FileContent:
    """
    A file, or one of its tables, as the catalogue of one image.

    Attributes
    ----------
    path : Path
    description : Description
    number : int or None
        The only table that is meant, where each is an image of its own.
    directory : Path or None
        Where the rows of a large file may lie meanwhile.
    """

    path: Path
    description: Description
    number: int | None = None
    directory: Path | None = None

    @property
    def n_byte(self) -> int:
        """How large the file is, 0 where it cannot be looked at."""
        with suppress(OSError):
            return self.path.stat().st_size
        return 0

    @property
    def is_large(self) -> bool:
        """Whether the file is not to be held in memory."""
        return self.directory is not None and self.n_byte > LARGE_BYTES

    def open(self) -> tuple[str, Callable[[], Detections]]:
        """Give the hash of the contents, and how to read them."""
        sha256, tables = self.tables()
        return sha256, lambda: read_tables(self.path, self.description, tables, sha256)

    def tables(self) -> tuple[str, list[SourceTable]]:
        """Give the hash of the contents, and the tables that are meant."""
        _, tables, sha256 = open_tables(self.path, self.description.files.form)
        meant = catalogue_tables(self.path, self.description, tables)
        if self.number is not None:
            meant = [table for table in meant if table.number == self.number]
            sha256 = hashlib.sha256(f"{sha256}#{self.number}".encode()).hexdigest()
        return sha256, meant


def catalogue_tables(
    path: Path, description: Description, tables: Sequence[SourceTable]
) -> list[SourceTable]:
    """Give the tables that a description means: those it names, or all that have its columns."""
    if description.files.tables:
        return chosen(path, tables, description.files.tables)
    wanted = description.columns_read()
    having = [table for table in tables if all(table.named(name) for name in wanted)]
    # One that has lost a column is better named than passed over
    best = max(tables, key=lambda table: sum(bool(table.named(name)) for name in wanted), default=None)
    if best is None:
        raise EmptyFile(path, "", "no table", "a table of detections", "Deliver the file again.")
    return having or [best]


def read_tables(
    path: Path, description: Description, tables: Sequence[SourceTable], sha256: str
) -> Detections:
    """
    Read the tables that are the catalogue of one image.

    Raises
    ------
    RejectedFile
    """
    n_missing: Counter[str] = Counter()
    pieces = list(pieces_of(path, description, tables, n_missing))
    if not pieces:
        raise empty(path)
    whole = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    return in_order(path, description, whole, sha256, dict(n_missing))


def pieces_of(
    path: Path, description: Description, tables: Sequence[SourceTable], n_missing: Counter[str]
) -> Iterator[dict[str, NDArray[Any]]]:
    """
    Give the detections of one image as they are stored, chunk by chunk; count values taken as missing.

    Fluxes of several detectors, whose zero points differ, are brought to that of the first.
    """
    several = len(tables) > 1
    first_points: list[float | None] | None = None
    for place, table in enumerate(tables, start=1):
        where = f"table {table.number}, " if several else ""
        points = [
            None if a.zero_point is None else zero_point(path, where, a.zero_point, table.keywords)
            for a in description.apertures
        ]
        first_points = first_points or points
        scales = [
            1.0 if own is None or first is None else 10 ** (0.4 * (first - own))
            for own, first in zip(points, first_points, strict=True)
        ]
        columns = Columns(path, description, table, several, n_missing)
        yield from _rows(Rows(columns, points, scales, place if several else 0))


def _rows(rows: Rows) -> Iterator[dict[str, NDArray[Any]]]:
    names = rows.columns.names()
    first = 1
    for chunk in rows.columns.table.chunks(list(names.values())):
        piece = rows.stored({wanted: chunk[own] for wanted, own in names.items()}, first)
        n_row = len(piece["ra"])
        if n_row:
            yield piece
        first += n_row


def empty(path: Path) -> EmptyFile:
    """Give the fault of a catalogue without rows."""
    return EmptyFile(path, "", "a table without rows", "one row for each object", "Deliver the file again.")


def in_order(
    path: Path,
    description: Description,
    columns: dict[str, NDArray[Any]],
    sha256: str,
    n_missing: dict[str, int],
) -> Detections:
    """Give detections in order of their sources, each once, where the catalogue names them."""
    if "source_id" in columns:
        name = str(description.columns["source_id"].name)
        checks.check_unique(path, name, columns["source_id"])
        if not np.all(columns["source_id"][1:] > columns["source_id"][:-1]):
            order = np.argsort(columns["source_id"], kind="stable")
            columns = {name: values[order] for name, values in columns.items()}
    return Detections(columns, sha256, n_missing)
