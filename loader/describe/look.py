"""What files show of themselves: format, tables, columns, keywords, and some rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.describe.names import COLUMNS
from loader.faults import EmptyFile, RejectedFile
from loader.fits_table import Values
from loader.formats.find import open_tables
from loader.formats.table import SourceTable


@dataclass(frozen=True)
class Look:
    """
    What the first of some files shows.

    Attributes
    ----------
    paths : tuple of Path
    form : str
        The format.
    tables : tuple of SourceTable
        Those that have detections.
    rows : mapping of str to Values
        The first rows, by column.
    """

    paths: tuple[Path, ...]
    form: str
    tables: tuple[SourceTable, ...]
    rows: dict[str, Values]

    @property
    def table(self) -> SourceTable:
        """The first table."""
        return self.tables[0]

    def named(self, ways: Sequence[str]) -> str | None:
        """Give the first column that is named in one of some ways, whatever its letter case."""
        lower = {column.lower(): column for column in reversed(self.table.columns)}
        return next((lower[way] for way in ways if way in lower), None)

    def keyword(self, ways: Sequence[str]) -> str | None:
        """Give the first keyword that is named in one of some ways."""
        return next((way.upper() for way in ways if way.upper() in self.table.keywords), None)

    def values(self, column: str) -> NDArray[Any]:
        """Give the first values of a column that are there."""
        read = self.rows[column]
        return read.values if read.missing is None else read.values[~read.missing]

    def distinct(self, column: str) -> list[str]:
        """Give the different values of a column as text, in order."""
        return [str(value) for value in np.unique(self.values(column).astype(str))]


def look(paths: Sequence[Path]) -> Look:
    """
    Look at the first of some files.

    Raises
    ------
    RejectedFile
        It cannot be read as a table.
    """
    form, tables, _ = open_tables(paths[0])
    known = {name for ways in COLUMNS.values() for name in ways}

    def likeness(table: SourceTable) -> int:
        return sum(column.lower() in known for column in table.columns)

    best = max(tables, key=likeness, default=None)
    if best is None:
        raise EmptyFile(paths[0], "", "no table", "a table of detections", "Name another file.")
    alike = tuple(table for table in tables if table.columns == best.columns)
    readable: dict[str, Values] = {}
    for column in best.columns:
        try:
            readable[column] = next(iter(alike[0].chunks([column])), {}).get(column, _NOTHING)
        except RejectedFile:  # neither a number nor a text a row: left out
            continue
    return Look(tuple(paths), form, alike, readable)


_NOTHING = Values(np.zeros(0), None)
