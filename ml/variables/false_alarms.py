"""How likely noise alone has a power as high: calibrated by light curves whose epochs were shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import ndtri
from scipy.stats import rankdata

from ml.variables.frequencies import periodogram
from ml.variables.light_curve import LightCurve, Prepared

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """
    What turns a power into a probability.

    Attributes
    ----------
    independent : float
        Independent frequencies to one of the span times the range of frequencies.
    n_shuffled : int
        Searches of shuffled light curves that it rests on.
    """

    independent: float
    n_shuffled: int

    def probability(
        self, power: float, n_epoch: int, span: float, period_min: float, period_max: float
    ) -> float:
        """
        Give the probability that noise has this power or a higher one anywhere in the range.

        At one frequency the power of n normal deviates exceeds z with (1 - z)^((n - 3) / 2) (Zechmeister
        & Kürster 2009); anywhere it does with that of the independent frequencies, which are counted, not
        assumed.
        """
        trials = self.independent * span * (1 / period_min - 1 / period_max)
        return float(-np.expm1(trials * np.log1p(-min(_single(power, n_epoch), 1 - 1e-12))))


def _single(power: float, n_epoch: int) -> float:
    return float((1 - min(power, 1 - 1e-9)) ** ((n_epoch - 3) / 2))


def shuffled(curve: LightCurve, rng: np.random.Generator) -> LightCurve:
    """Give each epoch the magnitude, with its error, of another: same times, same scatter, no period."""
    mag, err = curve.mag.copy(), curve.mag_err.copy()
    for b in np.unique(curve.band):
        of = np.flatnonzero(curve.band == b)
        other = rng.permutation(of)
        mag[of], err[of] = curve.mag[other], curve.mag_err[other]
    return replace(curve, mag=mag, mag_err=err)


def highest_power(curve: LightCurve, period_min: float, period_max: float) -> tuple[float, int, float]:
    """
    Give the highest power of the ranks of a light curve, its number of epochs and its span [d].

    The magnitudes of the band of most epochs are replaced by the normal deviates of their ranks (van der
    Waerden 1952). Shuffled ranks are the same for every light curve, whatever its errors, outliers or
    dips: what is counted on some stars holds for all that were observed alike.
    """
    band = int(np.argmax(np.bincount(curve.band)))
    of = np.flatnonzero(curve.band == band)
    of = of[np.argsort(curve.time[of], kind="stable")]
    n = len(of)
    deviate = ndtri(rankdata(curve.mag[of]) / (n + 1))
    time = curve.time[of] - curve.time[of[0]]
    alike = Prepared(time, deviate, np.ones(n), np.ones((n, 1)), np.ones(1), 0.0)
    power = float(np.clip(periodogram(alike, period_min, period_max).power.max(), 0, 1))
    return power, n, alike.span


def calibrate(
    curves: Sequence[LightCurve], period_min: float, period_max: float, n_shuffled: int, seed: int
) -> Calibration:
    """Count the independent frequencies that make the highest powers of shuffled light curves most likely."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(curves), size=n_shuffled)
    found = [highest_power(shuffled(curves[i], rng), period_min, period_max) for i in chosen]
    single = np.array([max(_single(power, n), 1e-300) for power, n, _ in found])
    width = np.array([span * (1 / period_min - 1 / period_max) for *_, span in found])

    def minus_log_likelihood(log_independent: float) -> float:
        # of the highest: trials p' (1 - p)^(trials - 1), but for what does not depend on the number of trials
        trials = np.exp(log_independent) * width
        return float(-np.sum(np.log(trials) + (trials - 1) * np.log1p(-np.minimum(single, 1 - 1e-12))))

    best = minimize_scalar(minus_log_likelihood, bounds=(-6, 6), method="bounded")
    return Calibration(float(np.exp(best.x)), n_shuffled)
