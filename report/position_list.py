"""A list of positions from a file of the user's: any columns, any unit of angle."""

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
from report.column import Column
from report.faults import (
    NoPosition,
    NoPositionColumn,
    UnknownAngle,
    UnknownFormat,
    UnreadableList,
    UnsupportedColumnType,
)
from report.parquet_file import read_parquet
from report.result import Chunk

# Suffix of the file and format as astropy calls it
FORMATS = {
    ".csv": "ascii.csv",
    ".ecsv": "ascii.ecsv",
    ".fits": "fits",
    ".vot": "votable",
    ".xml": "votable",
    ".parquet": "parquet",
}
# What archives call a position, best first; letter case is free
NAMES = {
    "ra": ("ra", "raj2000", "ra_icrs", "_raj2000", "ra_deg", "radeg", "alpha", "right_ascension"),
    "dec": ("dec", "dej2000", "dec_icrs", "de_icrs", "_dej2000", "dec_deg", "decdeg", "delta", "declination"),
}
LIMITS = {"ra": (0.0, 360.0), "dec": (-90.0, 90.0)}


@dataclass(frozen=True)
class PositionList:
    """
    The rows of a list.

    Attributes
    ----------
    columns : list of Column
        As the file has them.
    rows : Chunk
        Their values.
    ra, dec : ndarray, shape (n,)
        The positions [deg].
    """

    columns: list[Column]
    rows: Chunk
    ra: NDArray[np.float64]
    dec: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ra)


def read_list(path: Path, ra: str | None = None, dec: str | None = None) -> PositionList:
    """
    Read a list of positions.

    Parameters
    ----------
    path : Path
        A table; its suffix says the format.
    ra, dec : str, optional
        Names of the columns of the position; by default what archives call them, or what their UCD says.

    Raises
    ------
    UnknownFormat, UnreadableList, NoPositionColumn, UnknownAngle, NoPosition, UnsupportedColumnType,
    PyarrowMissing
    """
    table = _table(path)
    position = {
        quantity: _degrees(path, table[_find(path, table, quantity, name)], quantity)
        for quantity, name in (("ra", ra), ("dec", dec))
    }
    columns = [_column(path, table[name]) for name in table.colnames]
    missing = [
        np.asarray(getattr(table[name], "mask", np.zeros(len(table), bool))) for name in table.colnames
    ]
    values = [_values(table[name], column) for name, column in zip(table.colnames, columns, strict=True)]
    return PositionList(columns, Chunk(values, missing), position["ra"], position["dec"])


def _table(path: Path) -> Table:
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise UnknownFormat(f"{path}: a list is read from {', '.join(FORMATS)}; convert it to one of these")
    try:
        if form == "parquet":
            table = read_parquet(path)
        else:
            table = Table.read(path, format=form, **({"character_as_bytes": False} if form == "fits" else {}))
    except (OSError, ValueError, TypeError, IndexError, KeyError, ImportError, units.UnitsError) as error:
        raise UnreadableList(f"{path}: no table that can be read as {form}: {error}") from error
    if not len(table):
        raise UnreadableList(f"{path}: a table without rows; expected one row for each position")
    return table


def _find(path: Path, table: Table, quantity: str, name: str | None) -> str:
    """Give the name of a position's column, as the file spells it."""
    spelt = {column.lower(): column for column in reversed(table.colnames)}
    wanted = (name.lower(),) if name else NAMES[quantity]
    found = next((spelt[candidate] for candidate in wanted if candidate in spelt), None)
    if found is None and name is None:
        by_ucd = [c for c in table.colnames if _ucd(table[c]).split(";")[0] == f"pos.eq.{quantity}"]
        found = by_ucd[0] if by_ucd else None
    if found is None:
        raise NoPositionColumn(
            f"{path}: no column {name or f'that is plainly the position ({quantity})'} among "
            f"{', '.join(table.colnames)}; name it with --{quantity}"
        )
    return found


def _ucd(column: AstropyColumn) -> str:
    return str(column.meta.get("ucd", "")).lower()


def _degrees(path: Path, column: AstropyColumn, quantity: str) -> NDArray[np.float64]:
    """Give a position's coordinate in degrees, shape (n,)."""
    values = column.filled("") if isinstance(column, MaskedColumn) and column.dtype.kind in "OU" else column
    if values.dtype.kind in "OSU":
        degrees = np.array([angle(str(text), hours=quantity == "ra") for text in values])
    elif values.dtype.kind in "fiu":
        numbers = values.filled(0) if isinstance(values, MaskedColumn) else values
        degrees = np.asarray(numbers, dtype="f8") * _factor(path, column)
    else:
        raise UnknownAngle(f"{path}: column {column.name} holds {column.dtype}; expected numbers or text")
    low, high = LIMITS[quantity]
    absent = np.asarray(getattr(column, "mask", np.zeros(len(column), bool)))
    bad = absent | ~((degrees >= low) & (degrees <= high))
    if bad.any():
        row = int(np.argmax(bad))
        raise NoPosition(
            f"{path}: column {column.name}, row {row + 1}: "
            f"found {'nothing' if absent[row] else column[row]}, "
            f"expected {low:g} to {high:g} degrees; {int(bad.sum())} such rows. Take them out of the list, "
            f"or state the column's unit"
        )
    return degrees


def _factor(path: Path, column: AstropyColumn) -> float:
    if column.unit is None:
        return 1.0
    try:
        return float(units.Unit(column.unit).to(units.deg))
    except (units.UnitConversionError, ValueError, TypeError) as error:
        raise UnknownAngle(
            f"{path}: column {column.name} is in {column.unit}; expected an angle: deg, rad, hourangle ..."
        ) from error


def _column(path: Path, column: AstropyColumn) -> Column:
    kind, size = column.dtype.kind, column.dtype.itemsize
    if column.ndim != 1 or kind not in "biufOSU":
        raise UnsupportedColumnType(
            f"{path}: column {column.name} holds {column.dtype}{list(column.shape[1:]) or ''}; a list may "
            f"have numbers, text and booleans. Take the column out"
        )
    dtypes = {"b": "?", "i": f"i{max(2, size)}", "u": "i8", "f": f"f{max(4, min(8, size))}"}
    known = np.dtype(dtypes.get(kind, "O"))
    unit = column.unit.to_string("vounit") if isinstance(column.unit, units.UnitBase) else None
    return Column(str(column.name), known, unit, _ucd(column) or None, column.description or None)


def _values(column: AstropyColumn, known: Column) -> NDArray[Any]:
    fill = "" if known.is_text else 0
    values = column.filled(fill) if isinstance(column, MaskedColumn) else column
    if known.is_text:
        return np.array(["" if v is None else str(v) for v in values], dtype=object)
    return np.asarray(values).astype(known.dtype)


def renamed(columns: Sequence[Column], taken: Sequence[Column]) -> list[Column]:
    """Give columns with _list behind the names that others have: upper and lower case are alike in FITS."""
    names = {column.name.lower() for column in taken}
    return [
        Column(f"{c.name}_list", c.dtype, c.unit, c.ucd, c.description) if c.name.lower() in names else c
        for c in columns
    ]
