"""Read a catalogue of others: a table of any kind, its columns called as they may be."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from astropy import units
from astropy.table import Column as AstropyColumn
from astropy.table import MaskedColumn, Table
from numpy.typing import NDArray

from db.angle import angle
from loader.checks import refuse_first
from loader.faults import (
    EmptyFile,
    InvalidColumn,
    MissingColumn,
    PositionOutOfRange,
    UnknownUnit,
    UnreadableFile,
)

FORMATS = {
    ".csv": "ascii.csv",
    ".ecsv": "ascii.ecsv",
    ".fits": "fits",
    ".vot": "votable",
    ".xml": "votable",
    ".parquet": "parquet",
}
# What a catalogue may tell of a source, and the unit that it is kept in
QUANTITIES = {"id": None, "ra": "deg", "dec": "deg", "pm_ra": "mas / yr", "pm_dec": "mas / yr"}


@dataclass(frozen=True)
class External:
    """
    A catalogue of others, read.

    Attributes
    ----------
    sha256 : str
        Hash of the file's contents.
    known : dict of str to ndarray, shape (n,)
        By the names of `QUANTITIES`, those that it has; positions in degrees, proper motions in mas/yr.
    columns : list of astropy.table.Column
        The further columns that were asked for.
    """

    sha256: str
    known: dict[str, NDArray[Any]]
    columns: list[AstropyColumn]

    def __len__(self) -> int:
        return len(self.known["ra"])


def read_external(path: Path, names: dict[str, str], columns: Sequence[str]) -> External:
    """
    Read a catalogue of others.

    Parameters
    ----------
    path : Path
        A table; its suffix says the format.
    names : dict of str to str
        What its columns of `QUANTITIES` are called; ra and dec at least.
    columns : sequence of str
        Further columns that are to be kept.

    Raises
    ------
    RejectedFile
    """
    table = read_table(path)
    for name in (*names.values(), *columns):
        if name not in table.colnames:
            raise MissingColumn(
                path,
                f"column {name}",
                f"columns {', '.join(table.colnames)}",
                "one of that name",
                "Name it as the file does: --map ra=RAJ2000 dec=DEJ2000 ...",
            )
    known = {quantity: _quantity(path, table[name], quantity) for quantity, name in names.items()}
    for quantity, low, high in (("ra", 0, 360), ("dec", -90, 90)):
        values = known[quantity]
        bad = ~((values >= low) & (values <= high))
        refuse_first(PositionOutOfRange, path, names[quantity], values, bad, f"{low} to {high} degrees")
    for name in columns:
        if table[name].ndim != 1 or table[name].dtype.kind not in "biufOSU":
            raise InvalidColumn(
                path, f"column {name}", str(table[name].dtype), "one number or text a row", "Leave it out."
            )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return External(sha256, known, [table[name] for name in columns])


def read_table(path: Path) -> Table:
    """Read a table of any kind that has rows; its suffix says the format."""
    form = FORMATS.get(path.suffix.lower())
    try:
        if form is None:
            raise ValueError(f"the suffix {path.suffix}")
        table = Table.read(path, format=form, **({"character_as_bytes": False} if form == "fits" else {}))
    except (OSError, ValueError, TypeError, IndexError, KeyError, ImportError) as error:
        expected = f"a table in one of {', '.join(FORMATS)}"
        raise UnreadableFile(
            path, "", str(error), expected, "Check the path, or convert the file."
        ) from error
    if not len(table):
        raise EmptyFile(
            path, "", "a table without rows", "one row for each source", "Deliver the file again."
        )
    return table


def _quantity(path: Path, column: AstropyColumn, quantity: str) -> NDArray[Any]:
    """Give a column in the unit that it is kept in; NaN where a number is missing."""
    if QUANTITIES[quantity] is None:
        return np.array([_identifier(value) for value in column], dtype=object)
    if quantity in ("ra", "dec") and column.dtype.kind in "OSU" and column.ndim == 1:
        return np.array([angle(str(text), hours=quantity == "ra") for text in column])
    if column.dtype.kind not in "fiu" or column.ndim != 1:
        raise InvalidColumn(
            path, f"column {column.name}", str(column.dtype), "one number a row", "Deliver it as numbers."
        )
    values = np.asarray(column.filled(0) if isinstance(column, MaskedColumn) else column, dtype="f8")
    try:
        factor = units.Unit(column.unit or QUANTITIES[quantity]).to(QUANTITIES[quantity])
    except (units.UnitConversionError, ValueError, TypeError) as error:
        expected = f"a unit like {QUANTITIES[quantity]}"
        raise UnknownUnit(
            path, f"column {column.name}", str(column.unit), expected, "State the unit."
        ) from error
    return np.where(getattr(column, "mask", np.zeros(len(column), bool)), np.nan, values * float(factor))


def _identifier(value: object) -> str | None:
    return None if value is None or value is np.ma.masked else str(value)
