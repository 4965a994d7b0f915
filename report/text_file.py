"""CSV, and ECSV: CSV below a header that says types, units and UCDs."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from astropy.table import Column as AstropyColumn
from astropy.table import Table
from numpy.typing import NDArray

from report.column import Column
from report.frame import keywords
from report.result import Chunk, Result, iso_times


def write_csv(path: Path, result: Result) -> int:
    """Write a result as CSV with one line of names; give the number of rows. A missing value is empty."""
    header = StringIO()
    csv.writer(header, lineterminator="\n").writerow([column.name for column in result.columns])
    return _write(path, result, header.getvalue())


def write_ecsv(path: Path, result: Result) -> int:
    """Write a result as ECSV 1.0; give the number of rows.

    Units and descriptions stand in the header, the UCD and the system of dates, positions and magnitudes in
    each column's ``meta``. A missing value is
    empty, and so is an empty text: the format does not tell them apart.
    """
    return _write(path, result, _ecsv_header(result))


def _write(path: Path, result: Result, header: str) -> int:
    n_row = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        writer = csv.writer(file, lineterminator="\n")
        for chunk in result.chunks:
            writer.writerows(_rows(chunk, result.columns))
            n_row += len(chunk)
    return n_row


def _rows(chunk: Chunk, columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    triples = zip(columns, chunk.values, chunk.missing, strict=True)
    return zip(*(_texts(column, values, missing) for column, values, missing in triples), strict=True)


def _texts(column: Column, values: NDArray[Any], missing: NDArray[np.bool_]) -> Sequence[str]:
    """Give the values as text: of floats the fewest digits that read back as the same number."""
    if column.is_time:
        return list(iso_times(values, missing))
    if column.is_text:
        return list(values)
    return list(np.where(missing, "", values.astype(str)))


def _ecsv_header(result: Result) -> str:
    about = {**keywords(column.system for column in result.columns), **result.about}
    table = Table([_empty(column) for column in result.columns], meta=about)
    header = StringIO()
    table.write(header, format="ascii.ecsv", delimiter=",")
    return header.getvalue()


def _empty(column: Column) -> AstropyColumn:
    return AstropyColumn(
        np.zeros(0, dtype="U1" if column.is_text or column.is_time else column.dtype),
        name=column.name,
        unit=column.astropy_unit,
        description=column.description,
        meta=column.meaning or None,
    )
