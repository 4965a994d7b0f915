"""Find the table of a VOTable (IVOA VOTable 1.4) that has the wanted columns, and give them."""

import base64
import binascii
import re
from collections.abc import Collection
from pathlib import Path
from xml.etree import ElementTree

from loader.cells import TableColumn, VotableField, binary_columns, fits_columns, tabledata_columns
from loader.faults import EmptyFile, MalformedVotable, NotVotable, TruncatedFile
from loader.fits_table import read_tables

_DELIVER = "Deliver the file again."
_SERIALISATIONS = ("TABLEDATA", "BINARY", "BINARY2", "FITS")
# How far into a file the root element may begin: after a declaration, comments and a style sheet
_PROLOGUE = 4096
# What is announced is compared, and believed in nothing
_COUNT = re.compile(r"\s*(\d{1,18})\s*", re.ASCII)

Element = ElementTree.Element


def read_columns(path: Path, contents: bytes, wanted: Collection[str]) -> list[TableColumn]:
    """
    Give the columns of the one table that has data and the wanted columns.

    Parameters
    ----------
    path : Path
        The file, for messages.
    contents : bytes
        Its contents, decompressed.
    wanted : collection of str
        Names of columns; where no table has them all, the first table is given.

    Raises
    ------
    NotVotable, MalformedVotable, TruncatedFile, EmptyFile
    """
    if not re.search(rb"<(\w+:)?VOTABLE[\s>]", contents[:_PROLOGUE]):
        found = f"a file that begins with {contents[:9]!r}"
        raise NotVotable(path, "", found, "a VOTable (element VOTABLE)", _DELIVER)
    tables = _tables(path, contents)
    read = [_columns(path, table, data) for table, data in tables]
    names = {name.lower() for name in wanted}
    having = [columns for columns in read if names <= {name for c in columns for name in c.names}]
    if len(having) > 1:
        found = f"{len(having)} tables with the columns {', '.join(wanted)}"
        raise MalformedVotable(path, "", found, "one table with them", "Deliver each table in a file.")
    columns = (having or read)[0]
    if not columns or not columns[0].n_row:
        raise EmptyFile(path, "", "a table without rows", "one row for each galaxy", _DELIVER)
    return columns


def _tables(path: Path, contents: bytes) -> list[tuple[Element, Element]]:
    """Give each table that has data, with its element TABLEDATA, BINARY, BINARY2 or FITS."""
    if b"<!ENTITY" in contents:
        raise MalformedVotable(path, "", "entities of its own (<!ENTITY)", "XML without them", _DELIVER)
    try:
        root = ElementTree.fromstring(contents)
    except ElementTree.ParseError as error:
        if b"VOTABLE>" not in contents[-_PROLOGUE:]:
            raise TruncatedFile(path, "", f"XML cut short ({error})", "a whole VOTable", _DELIVER) from error
        raise MalformedVotable(path, "", f"broken XML ({error})", "well-formed XML", _DELIVER) from error
    tables = [
        (table, form)
        for table in root.iter()
        if _local(table) == "TABLE"
        for data in table
        if _local(data) == "DATA"
        for form in data
        if _local(form) in _SERIALISATIONS
    ]
    if not tables:
        raise EmptyFile(path, "", "no table with data", f"one as {', '.join(_SERIALISATIONS)}", _DELIVER)
    return tables


def _columns(path: Path, table: Element, data: Element) -> list[TableColumn]:
    form = _local(data)
    fields = [_field(field) for field in table if _local(field) == "FIELD"]
    if form == "FITS":
        extension = data.get("extnum", "1").strip()
        found = [t for t in read_tables(path, _stream(path, data)) if str(t.header.number) == extension]
        if not found:
            expected = "a binary table there"
            raise MalformedVotable(path, "FITS", f"none in extension {extension}", expected, _DELIVER)
        columns = fits_columns(found[0])
    elif form == "TABLEDATA":
        rows = [[_cell(path, cell) for cell in row if _local(cell) == "TD"] for row in data]
        columns = tabledata_columns(path, fields, rows)
    else:
        columns = binary_columns(path, fields, _stream(path, data), with_flags=form == "BINARY2")
    _check_count(path, table, columns[0].n_row if columns else 0)
    return columns


def _field(element: Element) -> VotableField:
    null = next((v.get("null") for v in element if _local(v) == "VALUES" and v.get("null") is not None), None)
    names = frozenset(given.strip().lower() for given in (element.get("name"), element.get("ID")) if given)
    return VotableField(
        names, element.get("unit") or "", element.get("datatype", ""), element.get("arraysize"), null
    )


def _cell(path: Path, cell: Element) -> str:
    if len(cell) or cell.get("encoding"):
        raise MalformedVotable(path, "TD", "a cell that is no plain text", "a number", _DELIVER)
    return (cell.text or "").strip()


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _stream(path: Path, data: Element) -> bytes:
    """Give the bytes that stand in a STREAM; what it refers to elsewhere is never fetched."""
    stream = next((child for child in data if _local(child) == "STREAM"), None)
    if stream is None or stream.get("href") is not None:
        found = "no STREAM" if stream is None else f"data elsewhere ({stream.get('href')})"
        raise MalformedVotable(path, "STREAM", found, "the data in the file itself", _DELIVER)
    if stream.get("encoding", "base64") != "base64":
        found = f"encoding {stream.get('encoding')!r}"
        raise MalformedVotable(path, "STREAM", found, "'base64'", _DELIVER)
    try:
        return base64.b64decode("".join((stream.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise TruncatedFile(path, "STREAM", f"broken base64 ({error})", "a whole stream", _DELIVER) from error


def _check_count(path: Path, table: Element, n_row: int) -> None:
    """Refuse a table that has not as many rows as it announces."""
    announced = table.get("nrows")
    if announced is None:
        return
    match = _COUNT.fullmatch(announced)
    if not match:
        raise MalformedVotable(path, "TABLE", f"nrows = {announced!r}", "a whole number", _DELIVER)
    if int(match[1]) != n_row:
        raise TruncatedFile(path, "", f"{n_row} rows", f"{int(match[1])} by the table's nrows", _DELIVER)
