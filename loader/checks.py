"""Hold the values of a catalogue against what they can be, whole columns at a time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.faults import (
    DuplicateIdentifier,
    ImplausibleMagnitude,
    InfiniteValue,
    InvalidError,
    InvalidIdentifier,
    PositionOutOfRange,
    RejectedFile,
    UnknownClass,
)

CLASSES = (-2, -1, 0, 1)
IDENTIFIER_MAX = {"StarID": 2**63 - 1, "RunningID": 2**31 - 1}
# Positions come as float32: the largest below a full circle may round to it
ROUNDING_DEG = 1e-4

# The Sun is -27, the faintest that any telescope measures 32; as in the constraint detection_mag_1_plausible
MAGNITUDE_MIN, MAGNITUDE_MAX = -30.0, 40.0
# What the tables hold of fluxes and magnitudes
REAL_MAX = float(np.finfo("f4").max)

Columns = Mapping[str, NDArray[Any]]


def check_values(path: Path, columns: Columns, where: str = "") -> None:
    """
    Refuse a catalogue with a value that cannot be.

    Parameters
    ----------
    path : Path
        The file, for messages.
    columns : mapping of str to ndarray, shape (n,)
        By the names of the delivery; positions in degrees. Rounding beyond the circle or the pole is set
        right in place.
    where : str
        What stands before column and row in messages: a table among several.

    Raises
    ------
    RejectedFile
        For the first bad value: its column and row (from 1), what it is and what it could be.
    """
    for name in IDENTIFIER_MAX.keys() & columns.keys():
        _check_identifier(path, name, columns[name], where)
    _check_class(path, columns["Class"], where)
    _check_position(path, columns, where)
    for name, values in columns.items():
        if values.dtype.kind == "f":
            bad = np.abs(values) > REAL_MAX
            expected = f"a number up to {REAL_MAX:.1e}, or NaN if missing"
            refuse_first(InfiniteValue, path, name, values, bad, expected, where=where)
    for aperture in (1, 2, 3):
        _check_magnitude(path, f"Mag{aperture}", columns[f"Mag{aperture}"], where)
        _check_error(path, columns, f"Flux{aperture}", where, zero_is_bad=True)
        _check_error(path, columns, f"Mag{aperture}", where, zero_is_bad=False)


def _check_identifier(path: Path, name: str, values: NDArray[Any], where: str) -> None:
    maximum = IDENTIFIER_MAX[name]
    if values.dtype.kind == "f":
        # Above this a float skips whole numbers, and two objects may share one
        maximum = min(maximum, 2 ** (np.finfo(values.dtype).nmant + 1) - 1)
    with np.errstate(invalid="ignore"):
        bad = ~((values >= 0) & (values <= maximum) & (values == np.floor(values)))
    expected = f"a whole number from 0 to {maximum}"
    refuse_first(InvalidIdentifier, path, name, values, bad, expected, where=where)
    check_unique(path, name, values, where)


def check_unique(path: Path, name: str, values: NDArray[Any], where: str = "") -> None:
    """
    Refuse a column, shape (n,), in which a number stands twice.

    Raises
    ------
    DuplicateIdentifier
    """
    if np.all(values[1:] > values[:-1]):
        return
    order = np.argsort(values, kind="stable")
    repeated = np.zeros(len(values), dtype=bool)
    repeated[order[1:]] = values[order[1:]] == values[order[:-1]]
    refuse_first(
        DuplicateIdentifier, path, name, values, repeated, "each number once in an image", where=where
    )


def _check_class(path: Path, values: NDArray[Any], where: str) -> None:
    expected = "-1 (star), 0 (noise), 1 (non-stellar) or -2 (borderline stellar)"
    refuse_first(UnknownClass, path, "Class", values, ~np.isin(values, CLASSES), expected, where=where)


def _check_position(path: Path, columns: Columns, where: str) -> None:
    ra, dec = columns["Ra"], columns["Dec"]
    with np.errstate(invalid="ignore"):
        bad_ra = ~((ra >= 0) & (ra <= 360 + ROUNDING_DEG))
        bad_dec = ~((dec >= -90 - ROUNDING_DEG) & (dec <= 90 + ROUNDING_DEG))
    for name, values, bad, span in (("Ra", ra, bad_ra, "0 to 360"), ("Dec", dec, bad_dec, "-90 to 90")):
        expected = f"{span} degrees, after conversion from its TUNIT"
        refuse_first(PositionOutOfRange, path, name, values, bad, expected, where=where)
    ra[ra >= 360] = 0
    np.clip(dec, -90, 90, out=dec)


def _check_magnitude(path: Path, name: str, values: NDArray[Any], where: str) -> None:
    with np.errstate(invalid="ignore"):
        bad = (values < MAGNITUDE_MIN) | (values > MAGNITUDE_MAX)
    expected = f"{MAGNITUDE_MIN:g} to {MAGNITUDE_MAX:g} mag, or NaN if missing"
    refuse_first(ImplausibleMagnitude, path, name, values, bad, expected, where=where)


def _check_error(path: Path, columns: Columns, name: str, where: str, *, zero_is_bad: bool) -> None:
    errors = columns[f"d{name}"].astype("f4", copy=False)
    with np.errstate(invalid="ignore"):
        bad = (errors <= 0) if zero_is_bad else (errors < 0)
    expected = "a positive error" if zero_is_bad else "an error that is not negative"
    bad &= ~np.isnan(columns[name])
    refuse_first(InvalidError, path, f"d{name}", errors, bad, expected, where=where)


def refuse_first(
    fault: type[RejectedFile],
    path: Path,
    name: str,
    values: NDArray[Any],
    bad: NDArray[np.bool_],
    expected: str,
    remedy: str = "Correct the catalogue.",
    where: str = "",
) -> None:
    """Raise the fault for the first bad value of a column, shape (n,), if there is one."""
    if not bad.any():
        return
    row = int(np.argmax(bad))
    others = int(bad.sum()) - 1
    found = f"{values[row]}" + (f" (and {others} more such rows)" if others else "")
    raise fault(path, f"{where}column {name}, row {row + 1}", found, expected, remedy)
