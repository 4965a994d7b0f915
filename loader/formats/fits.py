"""Binary tables of FITS files, LDAC among them, by our own strict reader; ASCII tables by astropy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from loader.contents import Contents, let_go
from loader.faults import InvalidColumn
from loader.fits_header import Part, read_parts
from loader.fits_table import Field, Table, Values, read_tables
from loader.formats.keywords import Value, read_keywords
from loader.formats.library import astropy_fits_table
from loader.formats.table import CHUNK_ROWS, Chunk, SourceTable

_FORM = re.compile(r"(\d{0,9})([LXBIJKAEDCMPQ]).*", re.ASCII)
_SIZES = {"B": 1, "I": 2, "J": 4, "K": 8, "E": 4, "D": 8}
# Of vectors so long it cannot be meant that each element is a column
ELEMENTS_MAX = 64
LDAC_HEADER = "LDAC_IMHEAD"


def fits_tables(path: Path, contents: Contents) -> list[SourceTable]:
    """
    Give the tables of a FITS file; keywords of the primary header go for all of them.

    An LDAC file keeps the header of the image in a table before that of the objects.

    Raises
    ------
    RejectedFile
    """
    parts = read_parts(path, contents)
    primary = read_keywords(parts[0].header.text)
    binary = {table.part.start: table for table in read_tables(path, contents)}
    image_header: dict[str, Value] = {}
    found: list[SourceTable] = []
    for number, part in enumerate(parts):
        keywords = {**primary, **image_header, **read_keywords(part.header.text)}
        name = str(part.header.text_of("EXTNAME") or "")
        if name.strip().upper() == LDAC_HEADER and part.start in binary:
            image_header = _ldac_header(binary[part.start])
        elif part.start in binary:
            found.append(_binary(binary[part.start], name, number, keywords))
        elif part.header.text_of("XTENSION") == "TABLE":
            found.append(astropy_fits_table(path, _alone(contents, parts[0], part), name, number, keywords))
    return found


def _alone(contents: Contents, primary: Part, part: Part) -> bytes:
    return contents[primary.start : primary.end] + contents[part.start : part.end]


def _ldac_header(table: Table) -> dict[str, Value]:
    """Give the keywords of the image, which stand in the one cell of LDAC_IMHEAD as cards."""
    start = table.part.data_start
    return read_keywords(table.contents[start : table.part.data_end])


def _binary(table: Table, name: str, number: int, keywords: dict[str, Value]) -> SourceTable:
    fields = {field.name: field for field in _elements(table)}

    def chunks(names: Sequence[str]) -> Iterator[Chunk]:
        for first in range(0, table.n_row, CHUNK_ROWS):
            n_row = min(CHUNK_ROWS, table.n_row - first)
            yield {wanted: _values(table, fields[wanted], first, n_row) for wanted in names}
            let_go(table.contents)

    units = {field.name: field.unit for field in fields.values() if field.unit}
    return SourceTable(name, number, tuple(fields), units, keywords, chunks)


def _elements(table: Table) -> Iterator[Field]:
    """Give a table's columns, one for each element of a short vector: NAME, NAME_1, NAME_2 ..."""
    for field in table.fields:
        match = _FORM.fullmatch(field.form)
        count = int(match[1] or 1) if match else 1
        if match is None or match[2] not in _SIZES or not 1 < count <= ELEMENTS_MAX:
            yield field
            continue
        for k in range(count):
            yield replace(
                field,
                name=f"{field.name}_{k}" if k else field.name,
                form=f"1{match[2]}",
                offset=field.offset + k * _SIZES[match[2]],
            )


def _values(table: Table, field: Field, first: int, n_row: int) -> Values:
    match = _FORM.fullmatch(field.form)
    if match and match[2] == "A":
        width = int(match[1] or 1)
        if width == 0:
            found, expected = f"format {field.form}", "one number or text a row"
            raise InvalidColumn(table.path, f"column {field.name}", found, expected, "Leave it out.")
        stored = table.stored(field, f"S{width}", first, n_row)
        texts = np.char.strip(np.char.decode(stored, "latin-1"))
        return Values(texts.astype(object), texts == "")
    if match and match[2] == "L" and int(match[1] or 1) == 1:
        letters = table.stored(field, "S1", first, n_row)
        return Values((letters == b"T").astype("i2"), ~np.isin(letters, (b"T", b"F")))
    return table.read(field, first, n_row)
