"""FITS: a binary table written row by row, its number of rows when the last is known."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from astropy.io import fits
from numpy.typing import NDArray

from report.column import Column
from report.faults import NumberIsNull, TextNotAscii, TooManyColumns
from report.frame import keywords
from report.result import Chunk, Result, iso_times

_BLOCK = 2880
_CARD = 80
_SPACES = str.maketrans("\t\n\r", "   ")
_CODES = {"?": "L", "h": "I", "i": "J", "l": "K", "q": "K", "f": "E", "d": "D"}
# The standard's TFIELDS
_MOST_COLUMNS = 999
_ROWS_PER_COPY = 20_000


def write_fits(path: Path, result: Result) -> int:
    """Write a result as FITS binary table; give the number of rows.

    A missing float is NaN, a missing integer TNULL (the smallest of its type), a missing boolean a zero
    byte, a missing text empty; line breaks and tabs in texts become spaces. Units stand in TUNITn, UCDs in
    TUCDn and descriptions in TCOMMn, as STILTS and TOPCAT write and read them; TIMESYS, TREFPOS, MJDREF and
    RADESYS say what dates and positions are.

    Raises
    ------
    TextNotAscii
        A text holds letters that FITS does not know.
    """
    table = _Table(path, result)
    try:
        for chunk in result.chunks:
            table.append(chunk)
        table.finish()
    finally:
        table.file.close()
    return table.n_row


class _Table:
    """A table being written. Texts have a fixed width in FITS: it grows when a longer one comes."""

    def __init__(self, path: Path, result: Result) -> None:
        self.path = path
        self.columns = columns = result.columns
        _refuse_what_fits_cannot_name(columns)
        self.about = result.about
        self.n_row = 0
        self.widths = {c.name: 10 if c.dtype == "M8[D]" else 26 for c in columns if c.is_time}
        self.widths |= {c.name: 1 for c in columns if c.is_text}
        self.file: BinaryIO = path.open("wb")
        self.file.write(self._header())

    def append(self, chunk: Chunk) -> None:
        fields = [
            _field(column, values, missing, self.n_row)
            for column, values, missing in zip(self.columns, chunk.values, chunk.missing, strict=True)
        ]
        self._widen(fields)
        self.file.write(_records(fields, self._dtype()).tobytes())
        self.n_row += len(chunk)

    def finish(self) -> None:
        self.file.write(b"\0" * (-self.file.tell() % _BLOCK))
        self.file.seek(0)
        self.file.write(self._header())

    def _dtype(self) -> np.dtype[Any]:
        return np.dtype([(c.name, _stored(c, self.widths.get(c.name, 0))) for c in self.columns])

    def _widen(self, fields: Sequence[NDArray[Any]]) -> None:
        needed = {
            column.name: field.dtype.itemsize
            for column, field in zip(self.columns, fields, strict=True)
            if column.is_text and field.dtype.itemsize > self.widths[column.name]
        }
        if not needed:
            return
        written = self._dtype()
        if self.n_row:
            # Twice what is needed, so that a text that grows slowly does not copy the file each time.
            needed = {name: 2 * width for name, width in needed.items()}
        self.widths |= needed
        if self.n_row:
            self._copy(written)

    def _copy(self, written: np.dtype[Any]) -> None:
        """Write the rows that stand in the file once more, with wider texts."""
        self.file.close()
        narrow = self.path.with_name(self.path.name + ".narrow")
        self.path.replace(narrow)
        self.file = self.path.open("wb")
        header = self._header()
        self.file.write(header)
        with narrow.open("rb") as source:
            source.seek(len(header))
            while block := source.read(written.itemsize * _ROWS_PER_COPY):
                self.file.write(np.frombuffer(block, written).astype(self._dtype()).tobytes())
        narrow.unlink()

    def _header(self) -> bytes:
        """Give the primary and the table's header; of one length whatever the number of rows."""
        cards = fits.Header()
        cards["XTENSION"] = "BINTABLE"
        cards["BITPIX"] = 8
        cards["NAXIS"] = 2
        cards["NAXIS1"] = self._dtype().itemsize
        cards["NAXIS2"] = self.n_row
        cards["PCOUNT"] = 0
        cards["GCOUNT"] = 1
        cards["TFIELDS"] = len(self.columns)
        for place, column in enumerate(self.columns, start=1):
            _describe(cards, place, column, self.widths.get(column.name))
        for system_keyword, meaning in keywords(column.system for column in self.columns).items():
            cards[system_keyword] = meaning
        for column in self.columns:
            if zero := column.photometry:
                cards["COMMENT"] = (
                    f"{column.name}: {zero.system} magnitudes, {zero.zero_point_flux:g} Jy at 0, "
                    f"{zero.wavelength:g} um"
                )
        for name, value in self.about.items():
            cards[name.upper()] = _plain(value) if isinstance(value, str) else value
        if any(len(str(card)) > _CARD for card in cards.cards):
            # Announces texts that are continued on further cards
            cards.insert("TFIELDS", ("LONGSTRN", "OGIP 1.0"), after=True)
        return fits.PrimaryHDU().header.tostring().encode() + cards.tostring().encode()


def _describe(cards: fits.Header, place: int, column: Column, width: int | None) -> None:
    cards[f"TTYPE{place}"] = column.name
    cards[f"TFORM{place}"] = f"{width}A" if width else _CODES[column.dtype.char]
    if column.dtype.kind == "i":
        cards[f"TNULL{place}"] = int(np.iinfo(column.dtype).min)
    if column.astropy_unit is not None:
        cards[f"TUNIT{place}"] = column.astropy_unit.to_string("fits")
    if column.ucd:
        cards[f"TUCD{place}"] = column.ucd
    if column.description:
        cards[f"TCOMM{place}"] = _plain(column.description)


def _refuse_what_fits_cannot_name(columns: Sequence[Column]) -> None:
    if len(columns) > _MOST_COLUMNS:
        raise TooManyColumns(
            f"the query gives {len(columns)} columns, but a FITS table has at most {_MOST_COLUMNS}. Export "
            f"to .vot, .ecsv, .csv or .parquet, or name fewer"
        )
    for column in columns:
        if not (column.name.isascii() and column.name.isprintable()):
            raise TextNotAscii(
                f"column {column.name!r}: the name is not printable ASCII, which is all that FITS can hold. "
                f"Give it another in the query, with AS, or export to .vot, .ecsv, .csv or .parquet"
            )


def _plain(text: str) -> str:
    """Give a text as a header can hold it: what explains a value is no value, so it may lose letters."""
    return " ".join(text.split()).encode("ascii", "replace").decode()


def _stored(column: Column, width: int) -> str:
    if column.dtype.kind == "b":
        return "u1"
    return f"S{width}" if width else column.dtype.newbyteorder(">").str


def _field(column: Column, values: NDArray[Any], missing: NDArray[np.bool_], first_row: int) -> NDArray[Any]:
    match column.dtype.kind:
        case "b":
            return np.where(missing, 0, np.where(values, ord("T"), ord("F"))).astype("u1")
        case "i":
            return np.where(missing, _null(column, values, missing, first_row), values)
        case "M":
            return iso_times(values, missing).astype("S")
        case "O":
            return _ascii(column, values, first_row)
        case _:
            return values


def _null(column: Column, values: NDArray[Any], missing: NDArray[np.bool_], first_row: int) -> int:
    """Give the number that stands for a missing one, unless it is among the values."""
    null = int(np.iinfo(column.dtype).min)
    found = np.flatnonzero((values == null) & ~missing)
    if len(found):
        raise NumberIsNull(
            f"column {column.name}, row {first_row + found[0] + 1}: {null} is how the FITS file would say "
            f"that an integer is missing. Export to .vot, .ecsv, .csv or .parquet, or cast it in the "
            f"query, as in {column.name}::numeric AS {column.name}"
        )
    return null


def _ascii(column: Column, values: NDArray[Any], first_row: int) -> NDArray[Any]:
    try:
        text = values.astype("S")
        # FITS has no line breaks or tabs in texts
        broken = text.itemsize and np.isin(text.view("u1"), (9, 10, 13)).any()
        return np.array([value.translate(_SPACES) for value in values]).astype("S") if broken else text
    except UnicodeEncodeError as error:
        row = next(i for i, value in enumerate(values) if not value.isascii())
        raise TextNotAscii(
            f"column {column.name}, row {first_row + row + 1}: {values[row]!r} is not ASCII, which is all "
            f"that "
            f"FITS can hold. Export to .vot, .ecsv, .csv or .parquet, or leave the column out"
        ) from error


def _records(fields: Sequence[NDArray[Any]], dtype: np.dtype[Any]) -> NDArray[Any]:
    records = np.zeros(len(fields[0]), dtype)
    for name, field in zip(dtype.names or (), fields, strict=True):
        records[name] = field
    return records
