"""Read the first table of a VOTable (IVOA VOTable 1.4), in whichever serialisation."""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from astropy.io import fits, votable
from astropy.io.votable.tree import TableElement
from astropy.utils.exceptions import AstropyWarning
from numpy.typing import NDArray

from loader.faults import EmptyFile, MalformedVotable, NotVotable, TruncatedFile

_DELIVER = "Deliver the file again."
_SERIALISATIONS = ("TABLEDATA", "BINARY", "BINARY2", "FITS")
# Bytes of one value by datatype, for types whose values all have one length
_SIZES = {"boolean": 1, "unsignedByte": 1, "short": 2, "int": 4, "long": 8, "float": 4, "double": 8}
# How far into a file the root element may begin: after a declaration, comments and a style sheet
_PROLOGUE = 4096


@dataclass(frozen=True)
class Column:
    """
    One column of a table.

    Attributes
    ----------
    names : frozenset of str
        Its name and its ID, lower case.
    unit : str
        As written, empty where there is none.
    values : ndarray
        One entry a row.
    missing : bool ndarray, shape (n,)
        Where the table marks the value as null.
    """

    names: frozenset[str]
    unit: str
    values: NDArray[np.generic]
    missing: NDArray[np.bool_]


def read_columns(path: Path, contents: bytes) -> list[Column]:
    """
    Give the columns of the first table that has data.

    Parameters
    ----------
    path : Path
        The file, for messages.
    contents : bytes
        Its contents, decompressed.

    Raises
    ------
    NotVotable, MalformedVotable, TruncatedFile, EmptyFile
    """
    if not re.search(rb"<(\w+:)?VOTABLE[\s>]", contents[:_PROLOGUE]):
        found = f"a file that begins with {contents[:9]!r}"
        raise NotVotable(path, "", found, "a VOTable (element VOTABLE)", _DELIVER)
    table, data = _first_table(path, contents)
    if _local(data) == "FITS":
        columns = _fits_columns(path, data)
    else:
        columns = _astropy_columns(path, contents)
        _check_whole(path, table, data, len(columns[0].values) if columns else 0)
    if not columns or not len(columns[0].values):
        raise EmptyFile(path, "", "a table without rows", "one row for each galaxy", _DELIVER)
    return columns


def _first_table(path: Path, contents: bytes) -> tuple[ElementTree.Element, ElementTree.Element]:
    try:
        root = ElementTree.fromstring(contents)
    except ElementTree.ParseError as error:
        if b"VOTABLE>" not in contents[-_PROLOGUE:]:
            raise TruncatedFile(path, "", f"XML cut short ({error})", "a whole VOTable", _DELIVER) from error
        raise MalformedVotable(path, "", f"broken XML ({error})", "well-formed XML", _DELIVER) from error
    for table in root.iter():
        for data in table if _local(table) == "TABLE" else ():
            for form in data if _local(data) == "DATA" else ():
                if _local(form) in _SERIALISATIONS:
                    return table, form
    raise EmptyFile(path, "", "no table with data", f"one as {', '.join(_SERIALISATIONS)}", _DELIVER)


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _stream(path: Path, data: ElementTree.Element) -> bytes:
    """Give the bytes that stand in a STREAM; what it refers to elsewhere is not fetched."""
    stream = next((child for child in data if _local(child) == "STREAM"), None)
    if stream is None or stream.get("href"):
        found = "no STREAM" if stream is None else f"data elsewhere ({stream.get('href')})"
        raise MalformedVotable(path, "STREAM", found, "the data in the file itself", _DELIVER)
    try:
        return base64.b64decode("".join((stream.text or "").split()), validate=True)
    except binascii.Error as error:
        raise TruncatedFile(path, "STREAM", f"broken base64 ({error})", "a whole stream", _DELIVER) from error


def _check_whole(path: Path, table: ElementTree.Element, data: ElementTree.Element, n_row: int) -> None:
    """Refuse a table that lost rows: a binary stream cut short, or fewer rows than announced."""
    announced = table.get("nrows", "").strip()
    if announced.isdigit() and int(announced) != n_row:
        raise TruncatedFile(path, "", f"{n_row} rows", f"{announced} by the table's nrows", _DELIVER)
    fields = [field for field in table if _local(field) == "FIELD"]
    sizes = [None if f.get("arraysize") else _SIZES.get(f.get("datatype", "")) for f in fields]
    if _local(data) == "TABLEDATA" or None in sizes:
        return
    n_byte = sum(size for size in sizes if size)
    if _local(data) == "BINARY2":
        n_byte += (len(fields) + 7) // 8
    found = len(_stream(path, data))
    if found % n_byte:
        raise TruncatedFile(path, "STREAM", f"{found} bytes", f"a multiple of {n_byte}, a row's", _DELIVER)


def _astropy_columns(path: Path, contents: bytes) -> list[Column]:
    with _understood(path), warnings.catch_warnings():
        # Older versions of the standard and harmless liberties are read without a word
        warnings.simplefilter("ignore", AstropyWarning)
        document = votable.parse(io.BytesIO(contents), verify="ignore")
        table = next(t for t in document.iter_tables() if not t.is_empty() or len(t.array))
        return [_column(table, number) for number in range(len(table.fields))]


def _column(table: TableElement, number: int) -> Column:
    field = table.fields[number]
    name = table.array.dtype.names[number]
    values, missing = np.ma.getdata(table.array[name]), np.ma.getmaskarray(table.array[name])
    names = frozenset(str(given).strip().lower() for given in (field.name, field.ID) if given)
    return Column(names, str(field.unit or ""), values, missing)


def _fits_columns(path: Path, data: ElementTree.Element) -> list[Column]:
    # Not by astropy's reader, which knows FITS only behind a link
    extension = data.get("extnum", "1")
    with _understood(path), warnings.catch_warnings():
        warnings.simplefilter("ignore", AstropyWarning)
        hdu = fits.open(io.BytesIO(_stream(path, data)), memmap=False)[int(extension)]
        columns = []
        for column in hdu.columns:
            values = np.asarray(hdu.data.field(column.name))
            null = np.zeros(values.shape, dtype=bool)
            if column.null is not None and values.dtype.kind in "iu":
                null = values == column.null
            name = frozenset({column.name.strip().lower()})
            columns.append(
                Column(name, column.unit or "", values.astype(values.dtype.newbyteorder("=")), null)
            )
        return columns


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Name a table that astropy cannot make sense of, for which it raises now this, now that."""
    try:
        yield
    except (
        ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError, NotImplementedError,
        StopIteration, fits.VerifyError,
    ) as error:  # fmt: skip
        found = f"a table that cannot be read ({error})"
        raise MalformedVotable(path, "", found, "a table by the VOTable standard", _DELIVER) from error
