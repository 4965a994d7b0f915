"""A light curve in one or several bands, and what is done to it before a search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]

# A share of the scatter that is added to the errors in quadrature: no series of a few harmonics is the light
# curve of a star to a thousandth, and without it the few best epochs alone would decide.
MODEL_ERROR = 0.1
# [d]: what is seen within an hour is one epoch, be it in several bands, since its residuals are one.
SAME_NIGHT_EPOCH = 1 / 24


@dataclass(frozen=True)
class LightCurve:
    """
    Epochs of a star, in any order.

    Attributes
    ----------
    time, mag, mag_err : ndarray, shape (n,)
        [d], [mag], [mag].
    band : ndarray of int, shape (n,)
        Number of the band of each epoch, from 0 on.
    """

    time: Array
    mag: Array
    mag_err: Array
    band: Index

    @classmethod
    def of_one_band(cls, time: Array, mag: Array, mag_err: Array) -> LightCurve:
        return cls(time, mag, mag_err, np.zeros(len(time), dtype=np.intp))


@dataclass(frozen=True)
class Prepared:
    """
    Epochs in order of time, each band about zero and scaled to a scatter of one.

    Attributes
    ----------
    time, value, weight : ndarray, shape (n,)
        Time since the first epoch [d], magnitude over the band's scatter, inverse variance.
    member : ndarray, shape (n, n_band)
        One where an epoch is of a band, else zero.
    scale : ndarray, shape (n_band,)
        Scatter of each band [mag].
    """

    time: Array
    value: Array
    weight: Array
    member: Array
    scale: Array
    start: float

    @property
    def span(self) -> float:
        return float(self.time[-1])


def prepare(curve: LightCurve, model_error: float = MODEL_ERROR) -> Prepared:
    """
    Bring the bands of a light curve to one scale, so that one shape describes them all.

    A band's scale is the scatter of its magnitudes that their errors do not explain: pulsating stars have
    the same shape in every band but for that scale, eclipsing ones nearly so. Bands of fewer than five
    epochs or of mere noise are left out where another is left.
    """
    order = np.argsort(curve.time, kind="stable")
    time, mag, err, band = curve.time[order], curve.mag[order], curve.mag_err[order], curve.band[order]
    names, code = np.unique(band, return_inverse=True)
    value, weight = np.empty(len(time)), np.empty(len(time))
    scale, noise = np.empty(len(names)), np.empty(len(names))
    for b in range(len(names)):
        of = code == b
        scale[b], noise[b] = _scatter(mag[of], err[of])
        value[of] = (mag[of] - np.average(mag[of], weights=1 / (err[of] ** 2 + scale[b] ** 2))) / scale[b]
        weight[of] = 1 / ((err[of] / scale[b]) ** 2 + model_error**2)
    count = np.bincount(code)
    good = (count >= 5) & (scale > noise)
    if not good.any():
        good = count == count.max()
    keep = good[code]
    member = (code[keep, None] == np.flatnonzero(good)).astype(float)
    start = float(time[keep][0])
    return Prepared(time[keep] - start, value[keep], weight[keep], member, scale[good], start)


def _scatter(mag: Array, err: Array) -> tuple[float, float]:
    """Give the scatter that errors do not explain, a fifth of what is seen or more, and the usual error."""
    seen = float(np.std(mag)) or 1e-6
    noise = float(np.median(err))
    return float(np.sqrt(max(seen**2 - noise**2, 0.04 * seen**2))), noise
