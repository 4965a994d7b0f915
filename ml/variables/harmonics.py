"""Series of harmonics fitted to light curves at many frequencies at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.variables.light_curve import Prepared

Array = NDArray[np.float64]
# Prior strength of harmonic k, as a share k^2 of the total weight: amplitudes fall with k in all known
# light curves, and without it a series swings where phases are not covered.
RIDGE = 1e-3


@dataclass(frozen=True)
class Sums:
    """
    What all fits of up to `n_harmonic` harmonics at given frequencies need: the normal equations.

    The offsets of the bands are eliminated. Columns are cos 1, sin 1, cos 2, sin 2, ..., so that fewer
    harmonics are a leading block.

    Attributes
    ----------
    matrix : ndarray, shape (n_frequency, 2 n_harmonic, 2 n_harmonic)
    vector : ndarray, shape (n_frequency, 2 n_harmonic)
    total : float
        Weighted sum of squares about the bands' means.
    weight : float
        Sum of the weights.
    """

    matrix: Array
    vector: Array
    total: float
    weight: float


def sums(curve: Prepared, frequency: Array, n_harmonic: int) -> Sums:
    """
    Sum up the normal equations from the sums of cos(k w t) and sin(k w t) alone.

    Products of two harmonics are sums of the harmonics k + l and k - l, so 2 n_harmonic exponentials do,
    each a product of the one before with the first.
    """
    w, y, member = curve.weight, curve.value, curve.member
    band_weight = w @ member
    band_mean = (w * y) @ member / band_weight
    residual = y - member @ band_mean
    turn = np.exp(2j * np.pi * np.multiply.outer(frequency, curve.time))
    right = np.column_stack([w, w * residual, w[:, None] * member])
    power, moments = turn, []
    for k in range(1, 2 * n_harmonic + 1):
        moments.append(power @ (right if k <= n_harmonic else right[:, :1]))
        if k < 2 * n_harmonic:
            power = power * turn
    n = len(frequency)
    # z[m] = sum w exp(i m w t), of negative m the conjugate
    z = np.empty((4 * n_harmonic + 1, n), dtype=complex)
    z[2 * n_harmonic] = w.sum()
    for m, moment in enumerate(moments, start=1):
        z[2 * n_harmonic + m] = moment[:, 0]
        z[2 * n_harmonic - m] = moment[:, 0].conj()
    order = np.arange(1, n_harmonic + 1)
    add = z[2 * n_harmonic + order[:, None] + order[None, :]]
    less = z[2 * n_harmonic + order[:, None] - order[None, :]]  # exp(i (k - l))
    blocks = np.empty((n, n_harmonic, 2, n_harmonic, 2))
    blocks[:, :, 0, :, 0] = np.moveaxis(0.5 * (less.real + add.real), 2, 0)
    blocks[:, :, 1, :, 1] = np.moveaxis(0.5 * (less.real - add.real), 2, 0)
    blocks[:, :, 1, :, 0] = np.moveaxis(0.5 * (add.imag + less.imag), 2, 0)  # sin k cos l
    blocks[:, :, 0, :, 1] = np.moveaxis(0.5 * (add.imag - less.imag), 2, 0)  # cos k sin l
    matrix: Array = blocks.reshape(n, 2 * n_harmonic, 2 * n_harmonic)
    first = np.stack(moments[:n_harmonic], axis=1)  # (n, K, 2 + n_band)
    vector = np.stack([first[:, :, 1].real, first[:, :, 1].imag], axis=2).reshape(n, -1)
    by_band = np.stack([first[:, :, 2:].real, first[:, :, 2:].imag], axis=2).reshape(n, 2 * n_harmonic, -1)
    matrix -= (by_band / band_weight) @ np.swapaxes(by_band, 1, 2)
    return Sums(matrix, vector, float(w @ residual**2), float(w.sum()))


def solve(found: Sums, n_harmonic: int, ridge: float = RIDGE) -> tuple[Array, Array]:
    """
    Fit the first harmonics.

    Returns
    -------
    chi2 : ndarray, shape (n_frequency,)
        Weighted sum of the squared residuals.
    coefficients : ndarray, shape (n_frequency, n_harmonic, 2)
        Of the cosines and the sines.
    """
    m = 2 * n_harmonic
    matrix, vector = found.matrix[:, :m, :m], found.vector[:, :m]
    prior = ridge * found.weight * np.repeat(np.arange(1, n_harmonic + 1) ** 2, 2)
    coefficients = np.asarray(np.linalg.solve(matrix + np.diag(prior), vector[..., None])[..., 0], float)
    fitted = (matrix @ coefficients[..., None])[..., 0]
    chi2 = found.total - 2 * (vector * coefficients).sum(1) + (fitted * coefficients).sum(1)
    return np.maximum(chi2, 1e-12 * found.total), coefficients.reshape(len(vector), n_harmonic, 2)
