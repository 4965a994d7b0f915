"""The strongest period of a light curve, by the Lomb-Scargle periodogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from astropy.timeseries import LombScargle

from ml.scale import Floats

SAMPLES_PER_PEAK = 5


@dataclass(frozen=True)
class LightCurve:
    """Dates [MJD], magnitudes [mag] and their errors [mag] of a source; arrays of shape (n_epoch,)."""

    source_id: int
    mjd: Floats
    mag: Floats
    mag_err: Floats


@dataclass(frozen=True)
class Period:
    """A row of survey.period but for its run; see the comments there."""

    source_id: int
    period: float
    power: float
    false_alarm_probability: float
    amplitude_mag: float
    epoch_mjd: float
    n_epoch: int


def strongest_period(curve: LightCurve, period_min: float, period_max: float) -> Period:
    """
    Find the period at which a sine with a free mean fits a light curve best.

    The floating-mean periodogram of Zechmeister & Kürster (2009) on a grid of five frequencies to the width
    of a peak, then the best frequency refined on a grid a hundred times finer around it; the false-alarm
    probability is that of Baluev (2008).

    Parameters
    ----------
    curve : LightCurve
        At least five epochs.
    period_min, period_max : float
        Range that is searched [d].
    """
    time = curve.mjd - curve.mjd[0]
    periodogram = LombScargle(time, curve.mag, curve.mag_err)
    limits = {"minimum_frequency": 1 / period_max, "maximum_frequency": 1 / period_min}
    frequency = periodogram.autofrequency(samples_per_peak=SAMPLES_PER_PEAK, **limits)
    best = frequency[np.argmax(periodogram.power(frequency, method="cython"))]
    step = frequency[1] - frequency[0]
    fine = np.clip(best + step * np.linspace(-1, 1, 201), 1 / period_max, 1 / period_min)
    power = periodogram.power(fine, method="cython")
    best, highest = float(fine[np.argmax(power)]), float(np.clip(power.max(), 0, 1))
    _, sine, cosine = periodogram.model_parameters(best)
    # The magnitude, A cos(2 pi f t - lag), is lowest half a cycle after its lag: brightest there.
    lag = np.arctan2(sine, cosine)
    brightest = ((lag + np.pi) / (2 * np.pi)) % 1.0 / best
    probability = periodogram.false_alarm_probability(highest, method="baluev", **limits)
    return Period(
        source_id=curve.source_id,
        period=1 / best,
        power=highest,
        false_alarm_probability=float(np.clip(probability, 0, 1)),
        amplitude_mag=float(np.hypot(sine, cosine)),
        epoch_mjd=float(curve.mjd[0] + brightest),
        n_epoch=len(time),
    )
