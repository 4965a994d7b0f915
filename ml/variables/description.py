"""What a search leaves of a light curve in a few numbers: harmonics of one period, and two more sines."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.variables.candidates import Found, shape_of
from ml.variables.frequencies import peaks, periodogram
from ml.variables.harmonics import solve, sums
from ml.variables.light_curve import LightCurve, Prepared, prepare
from ml.variables.random_walk import damped_random_walk

Array = NDArray[np.float64]
N_HARMONIC = 4
RIDGE = 1e-3
N_PHASE = 128
TINY = 1e-6  # [mag]
_COEFFICIENTS = [f"{name}_{k}" for k in range(1, N_HARMONIC + 1) for name in ("cosine", "sine")]


@dataclass(frozen=True)
class Description:
    """
    A row of survey.harmonic_model but for its source and run; see the comments there.

    Coefficients are of cosines and sines of the phase since the first epoch, in the light curve's magnitudes.
    """

    start_mjd: float
    cosine_1: float
    sine_1: float
    cosine_2: float
    sine_2: float
    cosine_3: float
    sine_3: float
    cosine_4: float
    sine_4: float
    unexplained: float
    unexplained_half: float
    unexplained_double: float
    sine_period: float
    second_period: float
    second_amplitude: float
    second_power: float
    third_period: float
    third_amplitude: float
    series_range: float
    series_quartile_1: float
    series_median: float
    series_quartile_3: float
    dip_asymmetry: float
    walk_time: float
    walk_gain: float

    @property
    def coefficients(self) -> Array:
        """Of the first period, shape (4, 2)."""
        return np.array([getattr(self, name) for name in _COEFFICIENTS]).reshape(N_HARMONIC, 2)


def describe(curve: LightCurve, found: Found, period_min: float, period_max: float) -> Description:
    """
    Fit four harmonics at the first period of a light curve in one band, then two sines to what they leave.

    The periods of the sines are those of the highest power of the residuals in the same range (as Debosscher
    et al. 2007 describe variables). The shape of the series that the search chose, of up to eight harmonics,
    and a damped random walk are added.
    """
    prepared = prepare(curve)
    scale = float(prepared.scale[0])
    frequency = 1 / found.candidates[0].period
    coefficients, left = _harmonics(prepared, frequency)
    angle = 2 * np.pi * np.multiply.outer(prepared.time * frequency, np.arange(1, N_HARMONIC + 1))
    series = np.cos(angle) @ coefficients[:, 0] + np.sin(angle) @ coefficients[:, 1]
    residual = replace(prepared, value=prepared.value - series)
    second, second_amplitude, power, residual = _sine(residual, period_min, period_max)
    third, third_amplitude, _, _ = _sine(residual, period_min, period_max)
    order = np.argsort(curve.time, kind="stable")
    walk_time, walk_gain = damped_random_walk(curve.time[order], curve.mag[order], curve.mag_err[order])
    return Description(
        start_mjd=prepared.start,
        **dict(zip(_COEFFICIENTS, (coefficients * scale).ravel().tolist(), strict=True)),
        unexplained=left,
        unexplained_half=_harmonics(prepared, 2 * frequency)[1],
        unexplained_double=_harmonics(prepared, frequency / 2)[1],
        sine_period=found.sine_period,
        second_period=1 / second,
        second_amplitude=second_amplitude * scale,
        second_power=power,
        third_period=1 / third,
        third_amplitude=third_amplitude * scale,
        **_shape(found.candidates[0].coefficients),
        walk_time=walk_time,
        walk_gain=walk_gain,
    )


def _shape(coefficients: Array) -> dict[str, float]:
    """
    Describe a series at 128 phases: its range, its quartiles in it, and which side of its dip is longer.

    The dip is what is fainter than the middle of the range without a break around the faintest phase.
    """
    shape = shape_of(coefficients, N_PHASE)
    extent = float(np.ptp(shape)) + TINY
    quartiles = (np.percentile(shape, [25, 50, 75]) - shape.min()) / extent
    faintest = int(shape.argmax())
    bright = shape <= shape.max() - 0.5 * extent
    after = int(np.roll(bright, -faintest).argmax())
    before = int(np.roll(bright[::-1], faintest + 1).argmax())
    return {
        "series_range": float(np.ptp(shape)),
        "series_quartile_1": float(quartiles[0]),
        "series_median": float(quartiles[1]),
        "series_quartile_3": float(quartiles[2]),
        "dip_asymmetry": (after - before) / (after + before + 1),
    }


def _harmonics(curve: Prepared, frequency: float) -> tuple[Array, float]:
    """Give the coefficients of four harmonics, and the share of the scatter that they leave."""
    equations = sums(curve, np.array([frequency]), N_HARMONIC)
    chi2, coefficients = solve(equations, N_HARMONIC, RIDGE)
    return coefficients[0], float(chi2[0] / equations.total)


def _sine(curve: Prepared, period_min: float, period_max: float) -> tuple[float, float, float, Prepared]:
    """Give frequency, amplitude and power of the strongest sine, and what it leaves."""
    grid = periodogram(curve, period_min, period_max)
    frequency = float(peaks(grid)[0])
    _, found = solve(sums(curve, np.array([frequency]), 1), 1, RIDGE)
    cosine, sine = found[0, 0]
    angle = 2 * np.pi * frequency * curve.time
    rest = replace(curve, value=curve.value - cosine * np.cos(angle) - sine * np.sin(angle))
    return frequency, float(np.hypot(cosine, sine)), float(np.clip(grid.power.max(), 0, 1)), rest
