"""Comma separated values, in chunks, so that a file of any length takes the memory of one chunk."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.faults import EmptyFile, InvalidCell, UnreadableFile
from loader.fits_table import Values
from loader.formats.keywords import Value, keyword_value
from loader.formats.table import CHUNK_ROWS, Chunk, SourceTable

DELIMITERS = ",;\t|"
# What stands for nothing in texts of numbers
EMPTY = frozenset(("", "null", "NULL", "None", "nan", "NaN", "NAN", "--", "N/A", "n/a", "NA"))


def csv_tables(path: Path, stream: io.TextIOBase) -> list[SourceTable]:
    """
    Give the table of a CSV file, whose first line that is no comment names the columns.

    Lines before it that begin with # may say ``# KEYWORD = value``.

    Raises
    ------
    UnreadableFile, EmptyFile
    """
    try:
        keywords, header, skipped = _head(stream)
    except (UnicodeDecodeError, csv.Error) as error:
        remedy = "Convert the file: iconv -t UTF-8, with -f and what it is in."
        raise UnreadableFile(path, "", str(error), "a CSV file in UTF-8", remedy) from error
    delimiter = max(DELIMITERS, key=header.count)
    columns = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    if not columns:
        expected = "a line of names and one of values for each detection"
        raise EmptyFile(path, "", "no table", expected, "Deliver the file again.")
    if len(columns) != len(set(columns)) or not all(columns):
        found = f"the columns {', '.join(columns)}"
        raise UnreadableFile(path, f"line {skipped}", found, "a name for each, once", "Correct the header.")

    def chunks(names: Sequence[str]) -> Iterator[Chunk]:
        places = {name: columns.index(name) for name in names}
        stream.seek(0)
        lines = islice(stream, skipped, None)
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
        while rows := list(islice(_records(path, reader, skipped, len(columns)), CHUNK_ROWS)):
            first = reader.line_num + skipped - len(rows) + 1
            yield {
                name: _values(path, name, first, [row[place] for row in rows])
                for name, place in places.items()
            }

    return [SourceTable("", 1, tuple(columns), {}, keywords, chunks)]


def _head(stream: io.TextIOBase) -> tuple[dict[str, Value], str, int]:
    """Give keywords, the line of names, and how many lines there are up to it."""
    keywords: dict[str, Value] = {}
    number = 0
    for number, line in enumerate(stream, start=1):
        if line.startswith("#"):
            name, equals, rest = line[1:].partition("=")
            value = keyword_value(rest.rstrip("\n")) if equals else None
            if value is not None:
                keywords[name.strip().upper()] = value
        elif line.strip():
            return keywords, line.rstrip("\r\n"), number
    return keywords, "", number


def _records(path: Path, reader: Any, skipped: int, n_column: int) -> Iterator[list[str]]:
    try:
        for row in reader:
            if not row:
                continue
            if len(row) != n_column:
                place = f"line {reader.line_num + skipped}"
                found, expected = f"{len(row)} values", f"{n_column}, as the header has"
                raise UnreadableFile(path, place, found, expected, "Quote what holds the delimiter.")
            yield row
    except (UnicodeDecodeError, csv.Error) as error:
        place = f"line {reader.line_num + skipped}"
        raise UnreadableFile(path, place, str(error), "a CSV file in UTF-8", "Check the quotes.") from error


def _values(path: Path, name: str, first: int, cells: list[str]) -> Values:
    """Give cells as whole numbers if they all are, else as numbers, else as texts."""
    texts = np.array([cell.strip() for cell in cells], dtype=object)
    missing = np.array([text in EMPTY for text in texts], dtype=bool)
    some = missing.any()
    filled = np.where(missing, "0", texts) if some else texts
    for kind in ("i8", "f8"):
        try:
            values: NDArray[Any] = filled.astype(str).astype(kind)
        except (ValueError, OverflowError):
            continue
        return Values(values, missing if some else None)
    numbers = sum(_is_number(text) for text in filled)
    if 2 * numbers > len(filled):
        row = next(k for k, text in enumerate(filled) if not _is_number(text))
        place = f"column {name}, line {first + row}"
        raise InvalidCell(
            path, place, repr(str(texts[row])), "a number, as in most rows", "Correct the cell."
        )
    return Values(texts, missing if some else None)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
