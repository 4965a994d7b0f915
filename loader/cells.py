"""The cells of a VOTable's columns, in each of its serialisations, as arrays; nulls told apart."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.faults import InvalidCell, MalformedVotable, TruncatedFile
from loader.fits_table import Table

_DELIVER = "Deliver the file again."
# Datatypes that are numbers, as numpy calls them
_NUMBERS = {
    "unsignedByte": "u1",
    "short": ">i2",
    "int": ">i4",
    "long": ">i8",
    "float": ">f4",
    "double": ">f8",
}
# Bytes of one value; a bit is counted in bits
_BYTES = {
    "boolean": 1, "unsignedByte": 1, "short": 2, "int": 4, "long": 8, "char": 1, "unicodeChar": 2, "float": 4,
    "double": 8, "floatComplex": 8, "doubleComplex": 16,
}  # fmt: skip
_WHOLE = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]{1,16}")
_REAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]?Inf", re.ASCII | re.IGNORECASE)
_ARRAY = re.compile(r"(?:(\d{1,9}x)*)(?:(\d{1,9})|(\d{1,9})?\*)", re.ASCII)

Cells = tuple[NDArray[Any], NDArray[np.bool_]]


@dataclass(frozen=True)
class VotableField:
    """What a FIELD says of its column: name and ID in lower case, unit, datatype, arraysize, null."""

    names: frozenset[str]
    unit: str
    datatype: str
    arraysize: str | None
    null: str | None

    @property
    def is_number(self) -> bool:
        """Whether a cell is one number."""
        return self.datatype in _NUMBERS and self.arraysize in (None, "1")


class TableColumn:
    """
    One column of a table; its cells are read when they are asked for.

    Attributes
    ----------
    names : frozenset of str
        Its name and its ID, lower case.
    unit : str
        As written, empty where there is none.
    n_row : int
        The number of its cells.
    """

    def __init__(self, names: frozenset[str], unit: str, n_row: int, read: Callable[[], Cells]) -> None:
        self.names = names
        self.unit = unit
        self.n_row = n_row
        self._read = read

    @cached_property
    def _cells(self) -> Cells:
        return self._read()

    @property
    def values(self) -> NDArray[Any]:
        """One entry a row; of type object where the cells are no numbers."""
        return self._cells[0]

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Where the table marks the value as null."""
        return self._cells[1]


def fits_columns(table: Table) -> list[TableColumn]:
    """Give the columns of a FITS table that stands in a VOTable."""

    def reader(number: int) -> Callable[[], Cells]:
        def read() -> Cells:
            column = table.read(table.fields[number])
            nowhere = np.zeros(len(column.values), dtype=bool)
            return column.values, nowhere if column.missing is None else column.missing

        return read

    return [
        TableColumn(frozenset({field.name.lower()}), field.unit or "", table.n_row, reader(number))
        for number, field in enumerate(table.fields)
    ]


def tabledata_columns(path: Path, fields: Sequence[VotableField], rows: list[list[str]]) -> list[TableColumn]:
    """
    Give the columns of a TABLEDATA.

    Raises
    ------
    MalformedVotable
        A row has not one cell for each field.
    """
    for number, row in enumerate(rows, 1):
        if len(row) != len(fields):
            found, expected = f"{len(row)} cells", f"{len(fields)}, one for each FIELD"
            raise MalformedVotable(path, f"row {number}", found, expected, _DELIVER)

    def reader(number: int) -> Callable[[], Cells]:
        return lambda: _parsed(path, fields[number], [row[number] for row in rows])

    return [TableColumn(f.names, f.unit, len(rows), reader(number)) for number, f in enumerate(fields)]


def _parsed(path: Path, field: VotableField, cells: list[str]) -> Cells:
    missing = np.array([not cell or cell == field.null for cell in cells], dtype=bool)
    if not field.is_number:
        return np.array(cells, dtype=object), missing
    kind = np.dtype(_NUMBERS[field.datatype]).newbyteorder("=")
    values: NDArray[Any] = np.zeros(len(cells), dtype=kind)
    if kind.kind == "f":
        values[missing] = np.nan
    for row, cell in enumerate(cells):
        if not missing[row]:
            number = _real(cell) if kind.kind == "f" else _whole(cell, kind)
            if number is None:
                place = f"column {min(field.names, default='')}, row {row + 1}"
                raise InvalidCell(
                    path, place, repr(cell), f"a number ({field.datatype})", "Correct the cell."
                )
            values[row] = number
    return values, missing


def _real(cell: str) -> float | None:
    return float(cell) if _REAL.fullmatch(cell) else None


def _whole(cell: str, kind: np.dtype[Any]) -> int | None:
    if _WHOLE.fullmatch(cell):
        number = int(cell)
    elif _HEXADECIMAL.fullmatch(cell):
        number = int(cell, 16)
    else:
        return None
    return number if np.iinfo(kind).min <= number <= np.iinfo(kind).max else None


def binary_columns(
    path: Path, fields: Sequence[VotableField], stream: bytes, *, with_flags: bool
) -> list[TableColumn]:
    """
    Give the columns of a BINARY, or a BINARY2, whose rows begin with a flag for each null.

    Raises
    ------
    MalformedVotable, TruncatedFile
    """
    flag_bytes = (len(fields) + 7) // 8 if with_flags else 0
    sizes = [_size(path, field) for field in fields]
    starts = _starts(path, sizes, stream, flag_bytes)
    whole = np.frombuffer(stream, "u1")

    def reader(number: int) -> Callable[[], Cells]:
        def read() -> Cells:
            flagged = np.zeros(len(starts), dtype=bool)
            if with_flags:
                flagged = (whole[starts[:, 0] + number // 8] & (128 >> number % 8)) != 0
            field = fields[number]
            if not field.is_number:
                return np.empty(len(starts), dtype=object), flagged
            kind = np.dtype(_NUMBERS[field.datatype])
            cells = whole[starts[:, number + 1, None] + np.arange(kind.itemsize)]
            values = np.ascontiguousarray(cells).view(kind)[:, 0].astype(kind.newbyteorder("="))
            if field.null is not None and kind.kind in "iu":
                null = _whole(field.null.strip(), kind)
                if null is None:
                    place, found = f"column {min(field.names, default='')}", f"null = {field.null!r}"
                    raise MalformedVotable(path, place, found, f"a number ({field.datatype})", _DELIVER)
                flagged = flagged | (values == null)
            return values, flagged

        return read

    return [TableColumn(f.names, f.unit, len(starts), reader(number)) for number, f in enumerate(fields)]


def _size(path: Path, field: VotableField) -> tuple[int, bool]:
    """Give the bytes of one cell, or of one value where their number stands before them, and which it is."""
    match = _ARRAY.fullmatch(field.arraysize or "1")
    if not match or field.datatype not in (*_BYTES, "bit"):
        found = f"datatype {field.datatype!r}, arraysize {field.arraysize!r}"
        place = f"FIELD {min(field.names, default='')}"
        raise MalformedVotable(path, place, found, "those of the VOTable standard", _DELIVER)
    is_variable = (field.arraysize or "").endswith("*")
    count = 1
    # What stands before a cell of variable length is the number of all its values, in 3x4x*, too
    for part in () if is_variable else (field.arraysize or "1").split("x"):
        count *= int(part)
    if field.datatype == "bit":
        return (0, True) if is_variable else (-(-count // 8), False)
    return count * _BYTES[field.datatype], is_variable


def _starts(
    path: Path, sizes: Sequence[tuple[int, bool]], stream: bytes, flag_bytes: int
) -> NDArray[np.int64]:
    """Give where the flags and each cell of each row begin, shape (n, fields + 1)."""
    if not any(is_variable for _, is_variable in sizes):
        lengths = [flag_bytes, *(size for size, _ in sizes)]
        n_byte = sum(lengths)
        if n_byte == 0 or len(stream) % n_byte:
            expected = f"a multiple of {n_byte}, a row's"
            raise TruncatedFile(path, "STREAM", f"{len(stream)} bytes", expected, _DELIVER)
        offsets = np.cumsum([0, *lengths[:-1]])
        return np.arange(0, len(stream), n_byte)[:, None] + offsets
    rows: list[list[int]] = []
    position = 0
    while position < len(stream):
        row = [position]
        position += flag_bytes
        for size, is_variable in sizes:
            row.append(position)
            if is_variable:
                count = int.from_bytes(stream[position : position + 4], "big")
                position += 4 + (-(-count // 8) if size == 0 else count * size)
            else:
                position += size
        if position > len(stream):
            found, expected = f"{len(stream)} bytes", f"at least {position}, where row {len(rows) + 1} ends"
            raise TruncatedFile(path, "STREAM", found, expected, _DELIVER)
        rows.append(row)
    return np.array(rows, dtype="i8").reshape(len(rows), len(sizes) + 1)
