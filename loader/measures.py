"""What is read off a catalogue as a whole, while its columns are at hand: zero points, depth, counts, ranges.

SQL says the same of the detections once they are loaded (`upkeep.recomputed_zero_points`,
`upkeep.recomputed_depth`, `upkeep.recomputed_counts`), and `science.verify_summaries` holds the one against
the other. Here it costs a fraction of what it does there, where every load would read and sort its
detections once more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.checks import CLASSES
from loader.outline import Outline, outline

Columns = Mapping[str, NDArray[Any]]

# The share of the detections, faintest first, whose errors stand for the noise of the sky
FAINT_SHARE = 10


@dataclass(frozen=True)
class Count:
    """
    The detections of a class above a threshold of signal-to-noise.

    Attributes
    ----------
    number : int
        The class.
    snr_min : float
        The threshold.
    n_detection : int
        How many are above it.
    snr : ndarray, shape (m,), float32
        Signal-to-noise of those that are not above the next threshold, ascending.
    """

    number: int
    snr_min: float
    n_detection: int
    snr: NDArray[np.float32]


@dataclass(frozen=True)
class Measures:
    """
    What is kept of a catalogue as a whole.

    Attributes
    ----------
    zero_points : tuple of 3 float or None
        Zero point in each aperture [mag]; None where no flux is positive.
    depth : tuple of float and int, or None
        5 sigma limit in aperture 1 [mag] and the number of detections that it rests on.
    counts : tuple of Count
        For each class and threshold of signal-to-noise, the number of detections of the class above it.
    ranges : tuple of (str, float, float)
        Column, lowest and highest value, for each column that has values.
    outline : Outline or None
        Where the image looked.
    """

    zero_points: tuple[float | None, ...]
    depth: tuple[float, int] | None
    counts: tuple[Count, ...]
    ranges: tuple[tuple[str, float, float], ...]
    outline: Outline | None


def measure(columns: Columns, thresholds: Sequence[float]) -> Measures:
    """
    Measure a catalogue.

    Parameters
    ----------
    columns : mapping of str to ndarray, shape (n,)
        Named as in survey.detection.
    thresholds : sequence of float
        The standard thresholds of signal-to-noise, ascending.
    """
    zero_points = tuple(_zero_point(columns[f"flux_{k}"], columns[f"mag_{k}"]) for k in (1, 2, 3))
    depth = _depth(columns, zero_points[0])
    return Measures(
        zero_points,
        depth,
        _counts(columns, thresholds),
        _ranges(columns),
        outline(columns["ra"], columns["dec"]),
    )


def _zero_point(flux: NDArray[Any], mag: NDArray[Any]) -> float | None:
    """Give the median of mag + 2.5 log10(flux), which is the same for all detections of an image."""
    usable = (flux > 0) & ~np.isnan(mag)
    if not usable.any():
        return None
    return float(np.median(mag[usable].astype("f8") + 2.5 * np.log10(flux[usable].astype("f8"))))


def _depth(columns: Columns, zero_point: float | None) -> tuple[float, int] | None:
    """Give the magnitude of five times the error of the faintest detections, and how many they are."""
    flux, error = columns["flux_1"], columns["flux_1_err"]
    usable = (flux > 0) & ~np.isnan(error)
    if zero_point is None or not usable.any():
        return None
    flux, error, source_id = flux[usable], error[usable], columns["source_id"][usable]
    n_faint = -(-len(flux) // FAINT_SHARE)
    # Only what may be among them is put in order
    near = np.flatnonzero(flux <= np.partition(flux, n_faint - 1)[n_faint - 1])
    faintest = near[np.lexsort((source_id[near], flux[near]))[:n_faint]]
    sky = float(np.median(error[faintest].astype("f8")))
    return zero_point - 2.5 * float(np.log10(5 * sky)), n_faint


def _counts(columns: Columns, thresholds: Sequence[float]) -> tuple[Count, ...]:
    """Sort each class by signal-to-noise and cut it at the thresholds."""
    # What overflows is refused by the table
    with np.errstate(over="ignore"):
        snr = columns["flux_1"] / columns["flux_1_err"]
    counts = []
    for number in CLASSES:
        ordered = np.sort(snr[(columns["class"] == number) & ~np.isnan(snr)])
        # In double precision, as SQL compares; a value that equals a threshold is not above it
        cuts = [*np.searchsorted(ordered.astype("f8"), thresholds, side="right"), len(ordered)]
        counts += [
            Count(number, limit, len(ordered) - int(low), ordered[low:high])
            for limit, low, high in zip(thresholds, cuts, cuts[1:], strict=False)
        ]
    return tuple(counts)


def _ranges(columns: Columns) -> tuple[tuple[str, float, float], ...]:
    extremes = (
        (name, float(np.fmin.reduce(values)), float(np.fmax.reduce(values)))
        for name, values in columns.items()
        if name != "flags"  # bits, not a quantity
    )
    # Comparing leaves out the columns that hold nothing but NaN
    return tuple(extreme for extreme in extremes if extreme[1] <= extreme[2])
