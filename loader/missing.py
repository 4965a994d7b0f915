"""
What a file marks as missing by a number: the sentinels that surveys write.

A sentinel is a number of nines that no measurement can be: 99, 99.9, 99.99 (and 99.991 ... 99.999), 999,
9999 ... and their negatives, and -9.99999e8 and all below. Magnitudes, colours and redshifts know all of
them. A flux or a pixel may well be 99; of those only -999 and what is below in that row of nines is one,
and -99 where the error is a sentinel as well. An error is not negative, so there -99 says enough.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Nothing that is measured reaches this far down; WISE and VISTA write -9.99999e8
LOWEST = -9.9e8
# Within these bounds nothing is a sentinel
_PLAIN = 90.0
# Rounding in single precision, and by TSCAL
_ROUNDING = 2e-7
_NINES = np.array([float("9" * n) for n in range(2, 10)])
_SENTINELS = np.unique([float("9" * n + "." + "9" * m) for n in range(2, 6) for m in range(7 - n)])
_THOUSANDTHS = (99.985, 99.9999)


def sentinels(values: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Find the sentinels among magnitudes, colours or redshifts, shape (n,); None where there is none."""
    if _within(values, -_PLAIN, _PLAIN):
        return None
    return _found(values, np.abs(values))


def flux_sentinels(values: NDArray[Any], errors: NDArray[Any] | None) -> NDArray[np.bool_] | None:
    """Find the sentinels among fluxes, with their errors, or pixels; None where there is none."""
    if _within(values, -_PLAIN, np.inf):
        return None
    negative = -values.astype("f8")
    with np.errstate(invalid="ignore"):
        if errors is not None:
            negative[(negative < 900) & ~(errors <= -_PLAIN)] = 0
        else:
            negative[negative < 900] = 0
    return _found(values, negative)


def error_sentinels(errors: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Find the sentinels among errors of fluxes, shape (n,); None where there is none."""
    if _within(errors, -_PLAIN, np.inf):
        return None
    return _found(errors, -errors.astype("f8"))


def _within(values: NDArray[Any], low: float, high: float) -> bool:
    """Tell whether all that are not NaN lie between: nearly always, and much cheaper than to look at each."""
    return bool(np.fmin.reduce(values) >= low and np.fmax.reduce(values) <= high)


def _found(values: NDArray[Any], size: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Tell where a size is made of nines, or a value lies below everything."""
    with np.errstate(invalid="ignore"):
        found = np.asarray((values <= LOWEST) & np.isfinite(values))
        (suspects,) = np.nonzero((size > _PLAIN) & np.isfinite(size))
    suspected = size[suspects].astype("f8")[:, None]
    nines = np.abs(suspected - np.concatenate([_SENTINELS, _NINES])) <= _ROUNDING * suspected
    between = (suspected[:, 0] > _THOUSANDTHS[0]) & (suspected[:, 0] <= _THOUSANDTHS[1])
    found[suspects] |= nines.any(axis=1) | between
    return found if found.any() else None
