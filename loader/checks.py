"""Hold the values of a catalogue against what they can be, whole columns at a time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.faults import (
    DuplicateIdentifier,
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

# What the tables hold of fluxes and magnitudes
REAL_MAX = float(np.finfo("f4").max)

Columns = Mapping[str, NDArray[Any]]


def check_values(path: Path, columns: Columns) -> None:
    """
    Refuse a catalogue with a value that cannot be.

    Parameters
    ----------
    path : Path
        The file, for messages.
    columns : mapping of str to ndarray, shape (n,)
        By the names of the delivery; positions in degrees. Rounding beyond the circle or the pole is set
        right in place.

    Raises
    ------
    RejectedFile
        For the first bad value: its column and row (from 1), what it is and what it could be.
    """
    for name in IDENTIFIER_MAX:
        _check_identifier(path, name, columns[name])
    _check_class(path, columns["Class"])
    _check_position(path, columns)
    for name, values in columns.items():
        if values.dtype.kind == "f":
            bad = np.abs(values) > REAL_MAX
            refuse_first(
                InfiniteValue, path, name, values, bad, f"a number up to {REAL_MAX:.1e}, or NaN if missing"
            )
    for aperture in (1, 2, 3):
        _check_error(path, columns, f"Flux{aperture}", zero_is_bad=True)
        _check_error(path, columns, f"Mag{aperture}", zero_is_bad=False)


def _check_identifier(path: Path, name: str, values: NDArray[Any]) -> None:
    maximum = IDENTIFIER_MAX[name]
    if values.dtype.kind == "f":
        # Above this a float skips whole numbers, and two objects may share one
        maximum = min(maximum, 2 ** (np.finfo(values.dtype).nmant + 1) - 1)
    with np.errstate(invalid="ignore"):
        bad = ~((values >= 0) & (values <= maximum) & (values == np.floor(values)))
    refuse_first(InvalidIdentifier, path, name, values, bad, f"a whole number from 0 to {maximum}")
    if np.all(values[1:] > values[:-1]):
        return
    order = np.argsort(values, kind="stable")
    repeated = np.zeros(len(values), dtype=bool)
    repeated[order[1:]] = values[order[1:]] == values[order[:-1]]
    refuse_first(DuplicateIdentifier, path, name, values, repeated, "each number once in an image")


def _check_class(path: Path, values: NDArray[Any]) -> None:
    expected = "-1 (star), 0 (noise), 1 (non-stellar) or -2 (borderline stellar)"
    refuse_first(UnknownClass, path, "Class", values, ~np.isin(values, CLASSES), expected)


def _check_position(path: Path, columns: Columns) -> None:
    ra, dec = columns["Ra"], columns["Dec"]
    with np.errstate(invalid="ignore"):
        bad_ra = ~((ra >= 0) & (ra <= 360 + ROUNDING_DEG))
        bad_dec = ~((dec >= -90 - ROUNDING_DEG) & (dec <= 90 + ROUNDING_DEG))
    refuse_first(
        PositionOutOfRange, path, "Ra", ra, bad_ra, "0 to 360 degrees, after conversion from its TUNIT"
    )
    refuse_first(
        PositionOutOfRange, path, "Dec", dec, bad_dec, "-90 to 90 degrees, after conversion from its TUNIT"
    )
    ra[ra >= 360] = 0
    np.clip(dec, -90, 90, out=dec)


def _check_error(path: Path, columns: Columns, name: str, *, zero_is_bad: bool) -> None:
    errors = columns[f"d{name}"].astype("f4", copy=False)
    with np.errstate(invalid="ignore"):
        bad = (errors <= 0) if zero_is_bad else (errors < 0)
    expected = "a positive error" if zero_is_bad else "an error that is not negative"
    refuse_first(InvalidError, path, f"d{name}", errors, bad & ~np.isnan(columns[name]), expected)


def refuse_first(
    fault: type[RejectedFile],
    path: Path,
    name: str,
    values: NDArray[Any],
    bad: NDArray[np.bool_],
    expected: str,
    remedy: str = "Correct the catalogue.",
) -> None:
    """Raise the fault for the first bad value of a column, shape (n,), if there is one."""
    if not bad.any():
        return
    row = int(np.argmax(bad))
    others = int(bad.sum()) - 1
    found = f"{values[row]}" + (f" (and {others} more such rows)" if others else "")
    raise fault(path, f"column {name}, row {row + 1}", found, expected, remedy)
