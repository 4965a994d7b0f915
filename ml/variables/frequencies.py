"""The first stage of a search: a fast periodogram, and the frequencies that deserve a closer look."""

from __future__ import annotations

from dataclasses import dataclass

import nifty_ls.finufft
import numpy as np
from numpy.typing import NDArray

from ml.variables.light_curve import Prepared

Array = NDArray[np.float64]
SAMPLES_PER_PEAK = 4
N_PEAK = 20
N_HARMONIC_PEAK = 20
ACCURACY = 1e-6  # of the non-uniform FFT


@dataclass(frozen=True)
class Periodogram:
    """Power of a sine at frequencies that are the multiples `first`, `first` + 1, ... of `step` [1/d]."""

    step: float
    first: int
    power: Array


def periodogram(curve: Prepared, period_min: float, period_max: float) -> Periodogram:
    """
    Give the floating-mean Lomb-Scargle power (Zechmeister & Kürster 2009) of all bands as one series.

    By the non-uniform FFT of nifty-ls (Garrison et al. 2024), on a grid of four frequencies to the width
    of a peak.
    """
    step = 1 / (SAMPLES_PER_PEAK * curve.span)
    first = max(int(np.ceil(1 / (period_max * step))), 1)
    last = int(np.floor(1 / (period_min * step)))
    power = nifty_ls.finufft.lombscargle(
        curve.time,
        curve.value,
        first * step,
        step,
        max(last - first + 1, 3),
        dy=1 / np.sqrt(curve.weight),
        nthreads=1,
        finufft_kwargs={"eps": ACCURACY},
    )
    return Periodogram(step, first, np.asarray(power))


def peaks(found: Periodogram) -> Array:
    """
    Give the frequencies [1/d] of the highest peaks, best first.

    Those of the power, and those of its sum over the first three harmonics, in which light curves far
    from a sine stand out: a narrow eclipse spreads its power over many. Between points of the grid by a
    parabola.
    """
    power = found.power
    multiple = np.arange(len(power)) + found.first
    tall = _highest(power, N_PEAK)
    summed = power.copy()
    for harmonic in (2, 3):
        at = harmonic * multiple - found.first
        inside = at < len(power)
        summed[inside] += power[at[inside]]
    wide = _highest(summed, N_HARMONIC_PEAK)
    at = np.concatenate([multiple[tall] + _vertex(power, tall), multiple[wide] + _vertex(summed, wide)])
    return np.asarray(at * found.step, dtype=float)


def _highest(power: Array, n: int) -> NDArray[np.intp]:
    """Give the indices of the n highest local maxima."""
    inner = power[1:-1]
    maxima = np.flatnonzero((inner >= power[:-2]) & (inner > power[2:])) + 1
    if len(maxima) == 0:
        return np.array([int(np.argmax(power))])
    if len(maxima) > n:
        maxima = maxima[np.argpartition(power[maxima], -n)[-n:]]
    return maxima[np.argsort(-power[maxima])]


def _vertex(power: Array, at: NDArray[np.intp]) -> Array:
    """Give how far from each maximum, in steps, a parabola through it and its neighbours is highest."""
    at = np.clip(at, 1, len(power) - 2)
    left, middle, right = power[at - 1], power[at], power[at + 1]
    curvature = np.minimum(left - 2 * middle + right, -1e-12)
    return np.clip(0.5 * (left - right) / curvature, -0.5, 0.5)
