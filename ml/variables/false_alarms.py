"""How likely noise alone has a power as high: calibrated by light curves whose epochs were shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

from ml.variables.frequencies import periodogram
from ml.variables.light_curve import SAME_NIGHT_EPOCH, Index, LightCurve, Prepared

Array = NDArray[np.float64]
# A sine passes through any three epochs, and through four nearly so.
FEWEST_EPOCHS = 5


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
        & Kürster 2009). Anywhere it does with that of the independent frequencies, which are counted, not
        assumed, and the more there are the higher z, since higher peaks are narrower: as the square root
        of n z / (1 - z) / 2 (Baluev 2008).
        """
        if power == 0:
            return 1.0
        width = span * (1 / period_min - 1 / period_max)
        return float(-np.expm1(-self.independent * width * _rate(power, n_epoch)))


def _rate(power: float, n_epoch: int) -> float:
    """Give how often noise exceeds a power, to the independent frequency."""
    power = min(power, 1 - 1e-9)
    single = min((1 - power) ** ((n_epoch - 3) / 2), 1 - 1e-12)
    return float(np.sqrt((n_epoch - 3) / 2 * power / (1 - power)) * -np.log1p(-single))


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
    dips: what is counted on some stars holds for all that were observed alike. Epochs within an hour are
    one, their mean: no period that is searched tells them apart, and what they share by chance would raise
    the power of all frequencies at once, so that no number of independent ones would describe it. Of fewer
    than five such epochs the power is zero: they show no period.
    """
    band = int(np.argmax(np.bincount(curve.band)))
    of = np.flatnonzero(curve.band == band)
    of = of[np.argsort(curve.time[of], kind="stable")]
    deviate = ndtri(rankdata(curve.mag[of]) / (len(of) + 1))
    clump = _within(curve.time[of], SAME_NIGHT_EPOCH)
    weight = np.bincount(clump).astype(float)
    time = np.bincount(clump, curve.time[of] - curve.time[of[0]]) / weight
    value = np.bincount(clump, deviate) / weight
    n = len(weight)
    if n < FEWEST_EPOCHS:
        return 0.0, n, float(np.ptp(curve.time[of]))
    alike = Prepared(time - time[0], value, weight, np.ones((n, 1)), np.ones(1), 0.0)
    power = float(np.clip(periodogram(alike, period_min, period_max).power.max(), 0, 1))
    return power, n, alike.span


def _within(time: Array, length: float) -> Index:
    """Number clumps of ordered times: one ends where a time is farther than a length from its first."""
    clump = np.zeros(len(time), dtype=np.intp)
    begun = time[0]
    for at in range(1, len(time)):
        clump[at] = clump[at - 1]
        if time[at] - begun > length:
            clump[at] += 1
            begun = time[at]
    return clump


def calibrate(
    curves: Sequence[LightCurve], period_min: float, period_max: float, n_shuffled: int, seed: int
) -> Calibration:
    """Count the independent frequencies that make the highest powers of shuffled light curves most likely."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(curves), size=n_shuffled)
    every = [highest_power(shuffled(curves[i], rng), period_min, period_max) for i in chosen]
    found = [one for one in every if one[1] >= FEWEST_EPOCHS]
    if not found:
        return Calibration(1.0, n_shuffled)
    trials = [span * (1 / period_min - 1 / period_max) * _rate(power, n) for power, n, span in found]
    # The probability of a highest power is 1 - exp(-independent trials): likeliest is one over their mean.
    return Calibration(float(1 / np.mean(trials)), n_shuffled)
