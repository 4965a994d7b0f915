"""Kernel densities in the colour plane, plain and adaptive, to hold against the mixture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.scale import ONE_SIGMA, RobustScale
from ml.stars.colours import Array

CHUNK = 512


@dataclass(frozen=True)
class KernelDensity:
    """A Gaussian at each of n stars, with its own width.

    Attributes
    ----------
    scale : RobustScale
        The kernels are round in its units.
    points : array (n, 2)
        In robust units.
    widths : array (n,)
        In robust units.
    """

    scale: RobustScale
    points: Array
    widths: Array

    def log_density(self, points: Array) -> Array:
        """Return the natural logarithm of the density [mag**-2] at `points` (m, 2), shape (m,)."""
        scaled = self.scale.apply(points)
        precision = -0.5 / self.widths**2
        squares = (self.points**2).sum(axis=1)
        height = -2.0 * np.log(self.widths)
        blocks = []
        for begin in range(0, len(scaled), CHUNK):
            block = scaled[begin : begin + CHUNK]
            distance2 = (block**2).sum(axis=1)[:, None] + squares - 2.0 * block @ self.points.T
            exponent = distance2 * precision + height
            top = exponent.max(axis=1, keepdims=True)
            blocks.append(top[:, 0] + np.log(np.exp(exponent - top).sum(axis=1)))
        norm = np.log(2.0 * np.pi * len(self.points)) + np.log(self.scale.width).sum()
        density: Array = np.concatenate(blocks) - norm
        return density


def plain_kernel(points: Array, bandwidth: float) -> KernelDensity:
    """Put one kernel of `bandwidth` robust widths on each of the `points`, shape (n, 2) [mag]."""
    scale = RobustScale.of(points, ONE_SIGMA)
    return KernelDensity(scale, scale.apply(points), np.full(len(points), bandwidth))


def adaptive_kernel(points: Array, bandwidth: float, pilot_log_density: Array) -> KernelDensity:
    """Widen the kernels where stars are few, by the square-root law of Abramson (1982).

    The width at a star is ``bandwidth * sqrt(g / p)``, p the pilot density there and g its geometric mean.

    Parameters
    ----------
    points : array (n, 2)
        Colours [mag].
    bandwidth : float
        In robust widths.
    pilot_log_density : array (n,)
        Logarithm of a first estimate of the density at `points`.

    Returns
    -------
    KernelDensity
    """
    scale = RobustScale.of(points, ONE_SIGMA)
    widths = bandwidth * np.exp(-0.5 * (pilot_log_density - pilot_log_density.mean()))
    return KernelDensity(scale, scale.apply(points), widths)
