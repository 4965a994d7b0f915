"""A light curve as a damped random walk: what wanders has a time scale, what repeats has another or none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Time scales that are tried [d]: half a decade apart, from hours to ten years.
TIME_SCALES = 10 ** np.arange(-1, 3.6, 0.5)
TINY = 1e-6  # [mag]


def damped_random_walk(time: Array, mag: Array, err: Array) -> tuple[float, float]:
    """
    Fit a damped random walk whose scatter is that of the magnitudes (Kelly et al. 2009).

    Times are in order. The likelihood is exact, by a Kalman filter, for all time scales at once.

    Returns
    -------
    time_scale : float
        The likeliest of `TIME_SCALES` [d].
    gain : float
        Natural logarithm of its likelihood over that of independent deviates, over the epochs.
    """
    scatter = float(mag.std()) + TINY
    value = (mag - np.average(mag, weights=1 / (err**2 + scatter**2))) / scatter
    noise = (err / scatter) ** 2
    memory = np.exp(-np.diff(time, prepend=time[0])[:, None] / TIME_SCALES)
    mean, variance = np.zeros(len(TIME_SCALES)), np.ones(len(TIME_SCALES))
    log_likelihood = np.zeros(len(TIME_SCALES))
    for at in range(len(time)):
        mean = memory[at] * mean
        variance = 1 - memory[at] ** 2 * (1 - variance)
        expected = variance + noise[at]
        surprise = value[at] - mean
        log_likelihood -= 0.5 * (np.log(expected) + surprise**2 / expected)
        mean = mean + variance / expected * surprise
        variance = variance * noise[at] / expected
    best = int(log_likelihood.argmax())
    alone = -0.5 * float(np.sum(np.log(1 + noise) + value**2 / (1 + noise)))
    return float(TIME_SCALES[best]), (float(log_likelihood[best]) - alone) / len(time)
