"""Binary tables of a FITS file (FITS standard 4.0, section 7.3): columns as arrays, nulls told apart."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.contents import Contents, let_go
from loader.faults import DamagedFile, InvalidColumn, TruncatedFile, WidthMismatch
from loader.fits_header import Header, Part, read_parts
from loader.packed_table import plain_table

# Letter of TFORM, bytes of one value
_BYTES = {"L": 1, "B": 1, "I": 2, "J": 4, "K": 8, "A": 1, "E": 4, "D": 8, "C": 8, "M": 16, "P": 8, "Q": 16}
# Those that are numbers, as numpy calls them
_NUMBERS = {"B": "u1", "I": ">i2", "J": ">i4", "K": ">i8", "E": ">f4", "D": ">f8"}
_FORM = re.compile(r"(\d{0,9})([LXBIJKAEDCMPQ]).*", re.ASCII)
# Whole words, held at once while they are added up
_SUMMED_BYTES = 16 << 20
_DELIVER = "Deliver the file again."


@dataclass(frozen=True)
class Values:
    """
    The numbers of one column.

    Attributes
    ----------
    values : ndarray, shape (n,)
        In native byte order, scaled; what stands where one is missing means nothing.
    missing : bool ndarray, shape (n,), or None
        Where the table's null (TNULL) stands; None where nowhere.
    """

    values: NDArray[Any]
    missing: NDArray[np.bool_] | None


@dataclass(frozen=True)
class Field:
    """What the header says of one column: its number from 1, name, format, unit, and first byte in a row."""

    number: int
    name: str
    form: str
    unit: str | None
    offset: int


class Table:
    """A binary table of a file."""

    def __init__(self, path: Path, contents: Contents, part: Part) -> None:
        self.path = path
        self.contents = contents
        self.part = part

    @property
    def header(self) -> Header:
        """The keywords of the table."""
        return self.part.header

    @cached_property
    def name(self) -> str:
        """How messages call the table among several."""
        name = self.header.text_of("EXTNAME")
        return f"table {self.header.number}" + (f" ({name})" if name else "")

    @cached_property
    def n_row(self) -> int:
        """The number of its rows."""
        return self.header.integer("NAXIS2", 0)

    @cached_property
    def fields(self) -> list[Field]:
        """Its columns, after a look that their widths are those of a row."""
        header = self.header
        fields, width = [], 0
        n_field = header.integer("TFIELDS", 0)
        if n_field > 999:
            raise header.broken(f"TFIELDS = {n_field}", "at most 999 columns")
        for number in range(1, n_field + 1):
            form = header.text_of(f"TFORM{number}")
            match = _FORM.fullmatch(form or "")
            if form is None or not match:
                raise header.broken(f"TFORM{number} = {form!r}", "the format of a column, such as 1E")
            name, unit = header.text_of(f"TTYPE{number}"), header.text_of(f"TUNIT{number}")
            fields.append(Field(number, name or "", form, unit, width))
            repeat = int(match[1] or 1)
            width += -(-repeat // 8) if match[2] == "X" else repeat * _BYTES[match[2]]
        announced = header.integer("NAXIS1", 0)
        if width != announced:
            found, expected = f"NAXIS1 = {announced}", f"{width}, the sum of the columns' widths"
            raise WidthMismatch(self.path, self.name, found, expected, _DELIVER)
        return fields

    def named(self, name: str) -> list[Field]:
        """Give the columns of a name, whatever its letter case."""
        return [field for field in self.fields if field.name.lower() == name.lower()]

    def read(self, field: Field, first: int = 0, n_row: int | None = None) -> Values:
        """
        Give the numbers of a column: nulls are looked for before the values are scaled.

        Parameters
        ----------
        field : Field
        first : int
            The first row, from 0.
        n_row : int, optional
            How many rows; all of them if it is not given.

        Raises
        ------
        InvalidColumn, BrokenHeader
            The column holds something other than one number a row, or a keyword of it is wrong.
        """
        match = _FORM.fullmatch(field.form)
        kind = _NUMBERS.get(match[2]) if match and int(match[1] or 1) == 1 else None
        if kind is None:
            remedy = "Deliver it as float or integer."
            found, expected = f"format {field.form}", "one number a row"
            raise InvalidColumn(self.path, f"column {field.name}", found, expected, remedy)
        stored = self.stored(field, kind, first, n_row)
        stored = stored.astype(stored.dtype.newbyteorder("="))
        null = self._null(field, stored)
        return Values(self._scaled(field, stored), null if null is not None and null.any() else None)

    def stored(self, field: Field, kind: str, first: int = 0, n_row: int | None = None) -> NDArray[Any]:
        """Give the cells of a column as they are stored, rows as in `read`."""
        width = self.header.integer("NAXIS1")
        start = self.part.data_start + field.offset + first * width
        shape = (self.n_row - first if n_row is None else n_row,)
        return np.ndarray(shape, kind, self.contents, start, (width,))

    def _null(self, field: Field, stored: NDArray[Any]) -> NDArray[np.bool_] | None:
        keyword = f"TNULL{field.number}"
        if keyword not in self.header:
            return None
        # The standard has none for floats, where NaN is missing; files have them all the same
        value = (
            self.header.number_of(keyword, 0) if stored.dtype.kind == "f" else self.header.integer(keyword)
        )
        return stored == (stored.dtype.type(value) if stored.dtype.kind == "f" else value)

    def _scaled(self, field: Field, stored: NDArray[Any]) -> NDArray[Any]:
        scale = self.header.number_of(f"TSCAL{field.number}", 1)
        zero = self.header.number_of(f"TZERO{field.number}", 0)
        if scale == 1 and zero == 0:
            return stored
        if stored.dtype.kind == "f" or scale != 1 or not isinstance(zero, int):
            return stored.astype("f8") * scale + zero
        return _shifted(stored, zero)


def _shifted(stored: NDArray[Any], zero: int) -> NDArray[Any]:
    """Add a whole number to whole numbers, exactly as long as 64 bits hold the sums."""
    low, high = (int(stored.min()) + zero, int(stored.max()) + zero) if len(stored) else (0, 0)
    if low >= -(2**63) and high < 2**63:
        # Modulo 2**64 on the way, and right where the sum fits
        return (stored.astype("i8").view("u8") + np.uint64(zero % 2**64)).view("i8")
    if low >= 0 and high < 2**64:
        return stored.astype("i8").view("u8") + np.uint64(zero % 2**64)
    return stored.astype("f8") + zero


def read_tables(path: Path, contents: Contents) -> list[Table]:
    """
    Give the binary tables of a file, whose sums, where it carries some, are right; compressed ones plain.

    Raises
    ------
    NotFits, TruncatedFile, BrokenHeader, UnexpectedBytes, DamagedFile, CompressedTable, OversizedFile
    """
    parts = read_parts(path, contents)
    for part in parts:
        _check_sums(path, contents, part)
    tables = [Table(path, contents, part) for part in parts if part.header.text_of("XTENSION") == "BINTABLE"]
    tables = [
        Table(path, *plain_table(path, contents, table.part)) if table.header.is_true("ZTABLE") else table
        for table in tables
    ]
    for table in tables:
        _check_kind(table)
    if not tables and len(contents) % 2880:
        raise TruncatedFile(path, "", f"{len(contents)} bytes", "a binary table", _DELIVER)
    return [table for table in tables if not table.header.is_true("ZIMAGE")]


def _check_kind(table: Table) -> None:
    header = table.header
    for keyword, value in {"BITPIX": 8, "NAXIS": 2, "GCOUNT": 1}.items():
        if header.integer(keyword) != value:
            raise header.broken(f"{keyword} = {header.integer(keyword)}", f"{value} for a table")


def _check_sums(path: Path, contents: Contents, part: Part) -> None:
    """Hold DATASUM and CHECKSUM (FITS standard 4.0, 4.4.2.7) against the bytes; empty ones say nothing."""
    header = part.header
    stated, whole = header.text_of("DATASUM"), header.text_of("CHECKSUM")
    if stated:
        found = _sum(contents, part.data_start, part.end)
        if not stated.isdecimal() or int(stated) != found:
            raise _damaged(path, header, f"data whose sum is {found}", f"{stated} by DATASUM")
    if whole and whole != "0" * 16:
        found = _sum(contents, part.start, part.end)
        if found not in (0, 2**32 - 1):
            raise _damaged(path, header, f"a sum of {found}", "none left over, by CHECKSUM")


def _sum(contents: Contents, start: int, end: int) -> int:
    """Give the ones' complement sum of the 32-bit words; zeros that would pad the last block add nothing."""
    total = 0
    for begin in range(start, min(end, len(contents)), _SUMMED_BYTES):
        piece = contents[begin : min(begin + _SUMMED_BYTES, end)]
        total += int(np.frombuffer(piece + bytes(-len(piece) % 4), ">u4").sum(dtype="u8"))
        let_go(contents)
    while total >> 32:
        total = (total & 0xFFFFFFFF) + (total >> 32)
    return total


def _damaged(path: Path, header: Header, found: str, expected: str) -> DamagedFile:
    return DamagedFile(path, f"header {header.number}", found, expected, _DELIVER)
