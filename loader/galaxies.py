"""Read a sample of galaxies for photometric redshifts, a VOTable: magnitude, four colours, redshift."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader import missing
from loader.cells import TableColumn
from loader.checks import refuse_first
from loader.faults import (
    DuplicateIdentifier,
    ImplausibleColour,
    ImplausibleMagnitude,
    ImplausibleRedshift,
    InfiniteValue,
    InvalidColumn,
    InvalidError,
    InvalidIdentifier,
    MissingColumn,
    UnknownUnit,
)
from loader.votable import read_columns

COUNTER = ("Counter", "counter")
# Column in the file, column in survey.galaxy
PHOTOMETRY = (
    ("mag_r", "mag_r"),
    ("u-g", "u_minus_g"),
    ("g-r", "g_minus_r"),
    ("r-i", "r_minus_i"),
    ("i-z", "i_minus_z"),
)
REDSHIFT = ("z_spec", "z_spec")
ERRORS = tuple((f"dmag_{band}", f"{band}_mag_err") for band in "ugriz")
COUNTER_MAX = 2**63 - 1
# What the table takes: it keeps sentinels such as -9999 out
MAGNITUDE_MAX, COLOUR_MAX = 40.0, 40.0
REDSHIFT_MIN, REDSHIFT_MAX = -0.01, 15.0
REMEDY = "Correct the sample."

Galaxies = dict[str, NDArray[Any]]


def read_galaxies(
    path: Path, contents: bytes, *, with_redshift: bool, n_missing: Counter[str] | None = None
) -> Galaxies:
    """
    Read and check a sample.

    Columns are found by name or ID whatever their case and order; further ones are passed over.

    Parameters
    ----------
    path : Path
        The file, for messages.
    contents : bytes
        Its contents, decompressed.
    with_redshift : bool
        Whether the column z_spec must be there.
    n_missing : Counter, optional
        Told by column how many values were taken as missing for a null or a sentinel.

    Returns
    -------
    dict of str to ndarray, shape (n,)
        By column of survey.galaxy, in order of counter; NaN where a value is missing. Errors and
        redshifts that the file does not have are left out.

    Raises
    ------
    RejectedFile
        One of its subclasses, for the first fault that is found.
    """
    names = (COUNTER[0], *(name for name, _ in PHOTOMETRY))
    columns = read_columns(path, contents, names)
    marked: Counter[str] = Counter() if n_missing is None else n_missing
    galaxies: Galaxies = {"counter": _counter(path, _find(path, columns, COUNTER[0]))}
    for name, target in PHOTOMETRY:
        galaxies[target] = _measured(path, name, _find(path, columns, name), units=("", "mag"), marked=marked)
    if with_redshift or _has(columns, REDSHIFT[0]):
        galaxies["z_spec"] = _measured(
            path, "z_spec", _find(path, columns, "z_spec"), units=("",), marked=marked
        )
    if any(_has(columns, name) for name, _ in ERRORS):
        for name, target in ERRORS:
            galaxies[target] = _measured(
                path, name, _find(path, columns, name), units=("", "mag"), marked=marked
            )
    _check_values(path, galaxies)
    order = np.argsort(galaxies["counter"], kind="stable")
    return {name: values[order] for name, values in galaxies.items()}


def _has(columns: list[TableColumn], name: str) -> bool:
    return any(name.lower() in column.names for column in columns)


def _find(path: Path, columns: list[TableColumn], name: str) -> TableColumn:
    matches = [column for column in columns if name.lower() in column.names]
    if len(matches) != 1:
        listed = ", ".join(sorted(min(column.names, default="") for column in columns))
        found = f"{len(matches)} columns of that name among {listed}"
        raise MissingColumn(path, f"column {name}", found, "exactly one", "Deliver the sample with it.")
    values = matches[0].values
    if values.ndim != 1 or values.dtype.kind not in "fiu":
        found = f"values of type {values.dtype}"
        remedy = "Deliver it as int, long, float or double."
        raise InvalidColumn(path, f"column {name}", found, "one number a row", remedy)
    return matches[0]


def _measured(
    path: Path, name: str, column: TableColumn, units: tuple[str, ...], marked: Counter[str]
) -> NDArray[np.float64]:
    if column.unit.strip().lower() not in units:
        expected = " or ".join(repr(unit) if unit else "no unit" for unit in units)
        remedy = "Convert the column, or correct its unit."
        raise UnknownUnit(path, f"column {name}", repr(column.unit), expected, remedy)
    values = column.values.astype("f8")
    values[column.missing] = np.nan
    found = missing.sentinels(values)
    if found is not None:
        values[found] = np.nan
    n_found = int(column.missing.sum()) + (0 if found is None else int(found.sum()))
    if n_found:
        marked[name] += n_found
    return values


def _counter(path: Path, column: TableColumn) -> NDArray[np.int64]:
    values: NDArray[Any] = column.values
    limit = COUNTER_MAX if values.dtype.kind in "iu" else 2 ** (np.finfo(values.dtype).nmant + 1)
    with np.errstate(invalid="ignore"):
        bad = column.missing | ~((values >= 0) & (values <= limit) & (values == np.floor(values)))
    expected = f"a whole number from 0 to {limit}"
    shown = np.where(column.missing, "nothing", values.astype(str))
    refuse_first(InvalidIdentifier, path, "Counter", shown, bad, expected, REMEDY)
    order = np.argsort(values, kind="stable")
    repeated = np.zeros(len(values), dtype=bool)
    repeated[order[1:]] = values[order[1:]] == values[order[:-1]]
    expected = "each number once in a sample"
    refuse_first(DuplicateIdentifier, path, "Counter", values, repeated, expected, REMEDY)
    return values.astype("i8")


def _check_values(path: Path, galaxies: Mapping[str, NDArray[Any]]) -> None:
    names = {target: name for name, target in (*PHOTOMETRY, REDSHIFT, *ERRORS)}
    for target, values in galaxies.items():
        if target in names:
            expected = "a finite number, or NaN if missing"
            refuse_first(InfiniteValue, path, names[target], values, np.isinf(values), expected, REMEDY)
    mag_r = galaxies["mag_r"]
    bad = (mag_r < 0) | (mag_r > MAGNITUDE_MAX)
    expected = f"0 to {MAGNITUDE_MAX:g} mag, or NaN if missing"
    refuse_first(ImplausibleMagnitude, path, "mag_r", mag_r, bad, expected, REMEDY)
    for name, target in PHOTOMETRY[1:]:
        colour = galaxies[target]
        expected = f"-{COLOUR_MAX:g} to {COLOUR_MAX:g} mag, or NaN if missing"
        refuse_first(ImplausibleColour, path, name, colour, np.abs(colour) > COLOUR_MAX, expected, REMEDY)
    if "z_spec" in galaxies:
        z = galaxies["z_spec"]
        expected = f"{REDSHIFT_MIN:g} to {REDSHIFT_MAX:g}, or NaN if missing"
        bad = (z < REDSHIFT_MIN) | (z > REDSHIFT_MAX)
        refuse_first(ImplausibleRedshift, path, "z_spec", z, bad, expected, REMEDY)
    for name, target in ERRORS:
        if target in galaxies:
            expected = "an error that is not negative, or NaN if missing"
            refuse_first(InvalidError, path, name, galaxies[target], galaxies[target] < 0, expected, REMEDY)
