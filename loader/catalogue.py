"""Read a catalogue of detections: a FITS binary table, one row for each object on an image."""

import gzip
import hashlib
import io
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from astropy.io import fits
from astropy.utils.exceptions import AstropyWarning
from numpy.typing import NDArray

from loader import checks
from loader.faults import (
    BrokenHeader,
    EmptyFile,
    InvalidColumn,
    MissingColumn,
    NotFits,
    TruncatedFile,
    UnknownUnit,
    UnreadableFile,
)
from loader.units import UNITS

# Column in the file, column in survey.detection, type as stored
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("StarID", "source_id", "i8"),
    ("Ra", "ra", "f8"),
    ("Dec", "dec", "f8"),
    ("RunningID", "running_id", "i4"),
    ("X", "x", "f4"),
    ("Y", "y", "f4"),
    *((f"{d}Flux{k}", f"flux_{k}{err}", "f4") for k in (1, 2, 3) for d, err in (("", ""), ("d", "_err"))),
    *((f"{d}Mag{k}", f"mag_{k}{err}", "f4") for k in (1, 2, 3) for d, err in (("", ""), ("d", "_err"))),
    ("Class", "class", "i2"),
)


@dataclass(frozen=True)
class Detections:
    """
    The detections of one image, as they are stored.

    Attributes
    ----------
    columns : dict of str to ndarray, shape (n,)
        By column of survey.detection, in order of source_id; positions in degrees, fluxes in ADU,
        magnitudes in mag; NaN where a float is missing.
    sha256 : str
        Hash of the file's contents, decompressed.
    """

    columns: dict[str, NDArray[Any]]
    sha256: str

    def __len__(self) -> int:
        return len(self.columns["source_id"])


def read_contents(path: Path) -> bytes:
    """
    Give the bytes of a file, decompressed if it is a gzip file.

    Raises
    ------
    UnreadableFile, EmptyFile, TruncatedFile
    """
    try:
        contents = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path, "", str(error.strerror), "a readable file", "Check path and rights."
        ) from error
    if contents[:2] == b"\x1f\x8b":
        try:
            contents = gzip.decompress(contents)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise TruncatedFile(path, "", f"broken gzip data ({error})", "a whole file", _DELIVER) from error
    if not contents:
        raise EmptyFile(path, "", "no bytes", "a FITS file", _DELIVER)
    return contents


def hash_contents(contents: bytes) -> str:
    """Give the SHA-256 of a file's contents, hexadecimal."""
    return hashlib.sha256(contents).hexdigest()


def read_detections(path: Path, contents: bytes, sha256: str) -> Detections:
    """
    Read and check a catalogue.

    Column order, letter case and further columns are free. Positions are converted from the unit that
    TUNIT names to degrees. The error of a flux or magnitude that is itself missing is missing too.

    Parameters
    ----------
    path : Path
        The file, for messages.
    contents : bytes
        Its contents, decompressed.
    sha256 : str
        Their hash.

    Raises
    ------
    RejectedFile
        One of its subclasses, for the first fault that is found.
    """
    with _header_understood(path):
        table = _table(path, contents)
        raw = {name: _column(path, table, name) for name, _, _ in COLUMNS}
    checks.check_values(path, raw)
    columns: dict[str, NDArray[Any]] = {}
    order = _source_order(raw["StarID"])
    for name, target, kind in COLUMNS:
        values = raw[name].astype(kind)
        columns[target] = values if order is None else values[order]
    for quantity in ("flux_1", "flux_2", "flux_3", "mag_1", "mag_2", "mag_3"):
        columns[f"{quantity}_err"][np.isnan(columns[quantity])] = np.nan
    return Detections(columns, sha256)


_DELIVER = "Deliver the file again."


@contextmanager
def _header_understood(path: Path) -> Iterator[None]:
    """Name a header that astropy cannot make sense of, for which it raises now this, now that."""
    try:
        yield
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, fits.VerifyError) as error:
        raise BrokenHeader(
            path, "", f"a broken header ({error})", "headers by the FITS standard", _DELIVER
        ) from error


def _table(path: Path, contents: bytes) -> fits.BinTableHDU:
    if not contents.startswith(b"SIMPLE  ="):
        raise NotFits(
            path, "", f"a file that begins with {contents[:9]!r}", "a FITS file (SIMPLE  =)", _DELIVER
        )
    with warnings.catch_warnings():
        # A file cut short is reported below, with the number of bytes
        warnings.simplefilter("ignore", AstropyWarning)
        try:
            hdus = fits.open(io.BytesIO(contents), memmap=False, lazy_load_hdus=False)
        except OSError as error:
            raise TruncatedFile(
                path, "", f"a header cut short ({error})", "a whole FITS file", _DELIVER
            ) from error
    tables = [hdu for hdu in hdus if isinstance(hdu, fits.BinTableHDU)]
    if not tables:
        if len(contents) % 2880:
            raise TruncatedFile(path, "", f"{len(contents)} bytes", "a binary table", _DELIVER)
        raise NotFits(path, "", "no binary table", "a binary table extension", _DELIVER)
    table = tables[0]
    end = table.fileinfo()["datLoc"] + table.header["NAXIS1"] * table.header["NAXIS2"]
    if end > len(contents):
        raise TruncatedFile(path, "", f"{len(contents)} bytes", f"at least {end} by its header", _DELIVER)
    if table.header["NAXIS2"] == 0:
        raise EmptyFile(path, "", "a table without rows", "one row for each object", _DELIVER)
    return table


def _column(path: Path, table: fits.BinTableHDU, name: str) -> NDArray[Any]:
    """Give one column in native byte order; positions in degrees."""
    matches = [column for column in table.columns if (column.name or "").strip().lower() == name.lower()]
    if len(matches) != 1:
        raise MissingColumn(
            path,
            f"column {name}",
            f"{len(matches)} columns of that name among {', '.join(map(str, table.columns.names))}",
            "exactly one",
            "Deliver the catalogue with all its columns.",
        )
    factor = _factor(path, name, matches[0].unit)
    place = table.columns.names.index(matches[0].name)
    values = np.asarray(table.data.field(place))
    if values.ndim != 1 or values.dtype.kind not in "fiu":
        raise InvalidColumn(
            path,
            f"column {name}",
            f"format {matches[0].format}",
            "one number a row",
            "Deliver it as float or integer.",
        )
    values = values.astype(values.dtype.newbyteorder("="), copy=False)
    return values if factor == 1 else values.astype("f8") * factor


def _factor(path: Path, name: str, unit: str | None) -> float:
    """Give the factor from a column's unit to the one that is stored; identifiers have none."""
    if name not in UNITS:
        return 1.0
    factor = UNITS[name].get((unit or "").strip().lower())
    if factor is None:
        raise UnknownUnit(
            path,
            f"column {name}, TUNIT",
            repr(unit) if unit else "no unit",
            f"one of {', '.join(UNITS[name])}",
            "State the unit in the header.",
        )
    return factor


def _source_order(source_id: NDArray[Any]) -> NDArray[np.intp] | None:
    """Give the order of the identifiers, or None if they stand in order: the index is filled faster so."""
    if np.all(source_id[1:] > source_id[:-1]):
        return None
    return np.argsort(source_id, kind="stable")
