"""What astropy reads: ECSV, VOTable, SExtractor's ASCII, other ASCII, ASCII tables in FITS."""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from loader.faults import InvalidColumn, UnreadableFile
from loader.fits_table import Values
from loader.formats.keywords import Value
from loader.formats.table import CHUNK_ROWS, Chunk, SourceTable

_ASTROPY = {
    "ecsv": "ascii.ecsv", "votable": "votable", "sextractor": "ascii.sextractor", "ascii": "ascii",
}  # fmt: skip


def astropy_tables(path: Path, contents: bytes, form: str) -> list[SourceTable]:
    """
    Give the table of a file that astropy reads.

    Raises
    ------
    UnreadableFile
        astropy does not take it for a table of that format.
    """
    from astropy.table import Table

    given: Any = io.BytesIO(contents) if form == "votable" else _text(path, contents)
    table = _reading(path, form, lambda: Table.read(given, format=_ASTROPY[form]))
    return [_source_table(path, table, "", 1, _keywords(table.meta))]


def astropy_fits_table(
    path: Path, contents: bytes, name: str, number: int, keywords: Mapping[str, Value]
) -> SourceTable:
    """Give the ASCII table of a FITS file that holds nothing else."""
    from astropy.table import Table

    options = {"character_as_bytes": False}
    table = _reading(path, "fits", lambda: Table.read(io.BytesIO(contents), format="fits", hdu=1, **options))
    return _source_table(path, table, name, number, keywords)


def _text(path: Path, contents: bytes) -> str:
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 (byte {error.start})"
        raise UnreadableFile(path, "", found, "a table in UTF-8", "Convert the file.") from error


def _reading(path: Path, form: str, read: Any) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except Exception as error:  # what its readers raise has no common class
        found = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise UnreadableFile(path, "", found, f"a table ({form})", "Deliver the file again.") from error


def _source_table(
    path: Path, table: Any, name: str, number: int, keywords: Mapping[str, Value]
) -> SourceTable:
    units = {column: str(table[column].unit) for column in table.colnames if table[column].unit is not None}

    def chunks(names: Sequence[str]) -> Iterator[Chunk]:
        columns = {wanted: _values(path, table[wanted]) for wanted in names}
        for start in range(0, len(table), CHUNK_ROWS):
            rows = slice(start, start + CHUNK_ROWS)
            yield {
                wanted: Values(read.values[rows], None if read.missing is None else read.missing[rows])
                for wanted, read in columns.items()
            }

    return SourceTable(name, number, tuple(table.colnames), units, keywords, chunks)


def _values(path: Path, column: Any) -> Values:
    plain = getattr(column, "value", column)
    values = np.ma.asarray(plain)
    if values.ndim != 1:
        found = f"values of shape {values.shape[1:]}"
        raise InvalidColumn(path, f"column {column.name}", found, "one number or text a row", "Leave it out.")
    missing = np.ma.getmaskarray(values)
    data = np.asarray(values.data)
    if data.dtype.kind in "SU":
        texts = np.char.strip(np.char.decode(data, "utf-8") if data.dtype.kind == "S" else data)
        return Values(texts.astype(object), missing | (texts == ""))
    if data.dtype.kind == "b":
        data = data.astype("i2")
    if data.dtype.kind not in "iufO":
        raise InvalidColumn(
            path, f"column {column.name}", str(data.dtype), "one number or text a row", "Leave it out."
        )
    native = data.astype(data.dtype.newbyteorder("=")) if data.dtype.kind != "O" else data
    return Values(native, missing if missing.any() else None)


def _keywords(meta: Mapping[str, Any]) -> dict[str, Value]:
    """Give what the metadata say in numbers and texts."""
    plain = {str(name).upper(): value for name, value in meta.items()}
    return {
        name: float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for name, value in plain.items()
        if isinstance(value, str | int | float | bool)
    }
