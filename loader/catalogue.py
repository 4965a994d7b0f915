"""Read a catalogue of detections: the binary tables of a FITS file, one row for each object on an image."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader import checks, missing
from loader.faults import EmptyFile, MissingColumn, MissingValue, NotFits, UnknownUnit
from loader.fits_table import Field, Table, Values, read_tables
from loader.units import UNITS

# The survey's name of a source, which a catalogue may be without
IDENTIFIER = "StarID"
# Column in the file, column in survey.detection, type as stored
COLUMNS: tuple[tuple[str, str, str], ...] = (
    (IDENTIFIER, "source_id", "i8"),
    ("Ra", "ra", "f8"),
    ("Dec", "dec", "f8"),
    ("RunningID", "running_id", "i4"),
    ("X", "x", "f4"),
    ("Y", "y", "f4"),
    *((f"{d}Flux{k}", f"flux_{k}{err}", "f4") for k in (1, 2, 3) for d, err in (("", ""), ("d", "_err"))),
    *((f"{d}Mag{k}", f"mag_{k}{err}", "f4") for k in (1, 2, 3) for d, err in (("", ""), ("d", "_err"))),
    ("Class", "class", "i2"),
)
# What no row can do without
INDISPENSABLE = (IDENTIFIER, "RunningID", "Class", "Ra", "Dec")
QUANTITIES = tuple(f"{kind}{aperture}" for kind in ("Flux", "Mag") for aperture in (1, 2, 3))

_DELIVER = "Deliver the file again."


@dataclass(frozen=True)
class Detections:
    """
    The detections of one image, as they are stored.

    Attributes
    ----------
    columns : dict of str to ndarray, shape (n,)
        By column of survey.detection, in order of source_id; positions in degrees, fluxes in ADU,
        magnitudes in mag; NaN where a float is missing. Without source_id, in order of the file, where the
        catalogue has no identifiers.
    sha256 : str
        Hash of the file's contents, decompressed.
    n_missing : dict of str to int
        By column of the file, how many values were taken as missing for a null or a sentinel.
    """

    columns: dict[str, NDArray[Any]]
    sha256: str
    n_missing: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["ra"])

    @property
    def is_identified(self) -> bool:
        """Whether the catalogue says which source each detection is of."""
        return "source_id" in self.columns


def read_detections(path: Path, contents: bytes, sha256: str, *, identified: bool = True) -> Detections:
    """
    Read and check a catalogue.

    Column order, letter case and further columns are free, and so are tables without these columns. Several
    tables that have them, one for each detector, make one catalogue. Positions are converted from the unit
    that TUNIT names to degrees. Nulls and sentinels are missing, and so is the error of a flux or magnitude
    that is itself missing.

    Parameters
    ----------
    path : Path
        The file, for messages.
    contents : bytes
        Its contents, decompressed.
    sha256 : str
        Their hash.
    identified : bool
        Whether the catalogue must say which source each detection is of.

    Raises
    ------
    RejectedFile
        One of its subclasses, for the first fault that is found.
    """
    n_missing: Counter[str] = Counter()
    tables = _catalogue_tables(path, read_tables(path, contents))
    identified = identified or any(table.named(IDENTIFIER) for table in tables)
    present = [column for column in COLUMNS if identified or column[0] != IDENTIFIER]
    names = [name for name, _, _ in present]
    pieces = [_read_table(path, table, names, n_missing, alone=len(tables) == 1) for table in tables]
    raw = (
        pieces[0]
        if len(pieces) == 1
        else {name: np.concatenate([piece[name] for piece in pieces]) for name in names}
    )
    if len(pieces) > 1 and identified:
        checks.check_unique(path, IDENTIFIER, raw[IDENTIFIER], where="all tables together, ")
    columns: dict[str, NDArray[Any]] = {}
    order = _source_order(raw[IDENTIFIER]) if identified else None
    for name, target, kind in present:
        values = raw[name].astype(kind, copy=False)
        columns[target] = values if order is None else values[order]
    for quantity in ("flux_1", "flux_2", "flux_3", "mag_1", "mag_2", "mag_3"):
        columns[f"{quantity}_err"][np.isnan(columns[quantity])] = np.nan
    return Detections(columns, sha256, dict(n_missing))


def _catalogue_tables(path: Path, tables: list[Table]) -> list[Table]:
    """Give the tables with rows that are meant as catalogues: those with most of the columns."""
    if not tables:
        raise NotFits(path, "", "no binary table", "a binary table extension", _DELIVER)
    n_column = {table.name: sum(bool(table.named(name)) for name, _, _ in COLUMNS) for table in tables}
    meant = [table for table in tables if 2 * n_column[table.name] > len(COLUMNS)]
    if not meant:
        meant = [max(tables, key=lambda table: n_column[table.name])]
    with_rows = [table for table in meant if table.n_row]
    names = [name for name, _, _ in COLUMNS if name != IDENTIFIER]
    for table in meant:
        _fields(path, table, names)
    if not with_rows:
        raise EmptyFile(path, "", "a table without rows", "one row for each object", _DELIVER)
    return with_rows


def _read_table(
    path: Path, table: Table, names: list[str], n_missing: Counter[str], *, alone: bool
) -> dict[str, NDArray[Any]]:
    """Give the checked columns of one table by the names of the delivery, in native byte order."""
    where = "" if alone else f"{table.name}, "
    fields = _fields(path, table, names)
    read = {name: table.read(found) for name, found in fields.items()}
    for name in read.keys() & set(INDISPENSABLE):
        _refuse_null(path, where, name, read[name])
    raw = {name: _measured(name, values, n_missing) for name, values in read.items()}
    _take_sentinels(raw, n_missing)
    for name, found in fields.items():
        factor = _factor(path, name, found.unit)
        if factor != 1:
            raw[name] = raw[name].astype("f8") * factor
    checks.check_values(path, raw, where)
    return raw


def _fields(path: Path, table: Table, names: list[str]) -> dict[str, Field]:
    fields = {}
    for name in names:
        matches = table.named(name)
        if len(matches) != 1:
            listed = ", ".join(found.name for found in table.fields)
            raise MissingColumn(
                path,
                f"column {name}",
                f"{len(matches)} columns of that name among {listed}",
                "exactly one",
                "Deliver the catalogue with all its columns"
                + (", or have sources found by position: --associate 1.0" if name == IDENTIFIER else "")
                + ".",
            )
        fields[name] = matches[0]
    return fields


def _refuse_null(path: Path, where: str, name: str, column: Values) -> None:
    if column.missing is not None:
        checks.refuse_first(
            MissingValue, path, name, np.full(len(column.missing), "nothing (TNULL)"), column.missing,
            "a value in each row", where=where,
        )  # fmt: skip


def _measured(name: str, column: Values, n_missing: Counter[str]) -> NDArray[Any]:
    """Give a column with NaN where its null stands."""
    if column.missing is None:
        return column.values
    n_missing[name] += int(column.missing.sum())
    values = column.values.astype("f8" if column.values.dtype.kind != "f" else column.values.dtype)
    values[column.missing] = np.nan
    return values


def _take_sentinels(raw: dict[str, NDArray[Any]], n_missing: Counter[str]) -> None:
    """Put NaN where sentinels stand; the error of what is missing goes with it, uncounted."""
    for name in ("X", "Y"):
        _take(raw, name, missing.flux_sentinels(raw[name], None), n_missing)
    for name in QUANTITIES:
        error = f"d{name}"
        if name.startswith("Flux"):
            found = missing.flux_sentinels(raw[name], raw[error])
            wrong = missing.error_sentinels(raw[error])
        else:
            found, wrong = missing.sentinels(raw[name]), missing.sentinels(raw[error])
        _take(raw, name, found, n_missing)
        if wrong is not None:
            _take(raw, error, wrong & ~np.isnan(raw[name]), n_missing)


def _take(
    raw: dict[str, NDArray[Any]], name: str, found: NDArray[np.bool_] | None, n_missing: Counter[str]
) -> None:
    if found is None or not found.any():
        return
    n_missing[name] += int(found.sum())
    values = raw[name]
    raw[name] = np.where(found, np.nan, values if values.dtype.kind == "f" else values.astype("f8"))


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
