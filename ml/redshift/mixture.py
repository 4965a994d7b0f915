"""One Gaussian mixture per galaxy as its redshift probability distribution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from ml.scale import Floats

REACH = 9.0
ITERATIONS = 120
PROBABILITY_TOLERANCE = 1e-11
SMALLEST_DENSITY = 1e-12
WINDOW_LEVELS = (0.1, 0.9)
WINDOW_GRID = 33
GALAXIES_AT_ONCE = 512
THREADS = 2


@dataclass(frozen=True)
class RedshiftMixture:
    """A mixture of k Gaussians for each of n galaxies.

    Parameters
    ----------
    weights, means, sigmas : (n, k) arrays
        Weights sum to one along the last axis; sigmas are positive.
    """

    weights: Floats
    means: Floats
    sigmas: Floats

    def __len__(self) -> int:
        """Count the galaxies."""
        return len(self.weights)

    def cdf(self, z: Floats) -> Floats:
        """Probability below z, (n,) for (n,) values."""
        return np.asarray(np.einsum("nk,nk->n", self.weights, ndtr((z[:, None] - self.means) / self.sigmas)))

    def density(self, z: Floats) -> Floats:
        """Probability density at z, (n,) for (n,) values."""
        u = (z[:, None] - self.means) / self.sigmas
        return np.asarray(
            np.einsum("nk,nk->n", self.weights / self.sigmas, np.exp(-0.5 * u * u)) / np.sqrt(2 * np.pi)
        )

    def quantiles(self, levels: tuple[float, ...]) -> Floats:
        """Quantiles, (n, levels), exact to 1e-11 in probability."""
        return np.concatenate(_over_chunks(self, lambda part: _quantiles(part, levels)))

    def window_centres(self, half_width: float) -> Floats:
        """Centres z of the windows z +- half_width (1 + z) that hold the most probability, (n,).

        The median minimises the expected absolute error; this centre maximises the chance to be within
        `half_width`, which is what a median of absolute errors rewards.
        """
        return np.concatenate(_over_chunks(self, lambda part: _window_centres(part, half_width)))

    def crps(self, z: Floats) -> Floats:
        """Continuous ranked probability score at the true z, (n,), NaN where z is (Grimit et al. 2006)."""
        score = np.full(len(z), np.nan)
        known = np.flatnonzero(~np.isnan(z))
        if len(known):
            part = self.part(known)
            spread = np.concatenate(_over_chunks(part, _half_mean_difference))
            distance = _mean_absolute(z[known, None] - part.means, part.sigmas)
            score[known] = np.einsum("nk,nk->n", part.weights, distance) - spread
        return score

    def part(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> RedshiftMixture:
        """Select galaxies."""
        return RedshiftMixture(self.weights[rows], self.means[rows], self.sigmas[rows])

    def components(self, number: int) -> RedshiftMixture:
        """Give the first components alone; see `averaged` for their weights to sum to one again."""
        return RedshiftMixture(self.weights[:, :number], self.means[:, :number], self.sigmas[:, :number])


def joined(parts: Sequence[RedshiftMixture]) -> RedshiftMixture:
    """Put the galaxies of several mixtures one after another."""
    return RedshiftMixture(
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.means for part in parts]),
        np.concatenate([part.sigmas for part in parts]),
    )


def averaged(parts: Sequence[RedshiftMixture]) -> RedshiftMixture:
    """Give the average of several mixtures of the same galaxies, itself a mixture."""
    weights = np.concatenate([part.weights for part in parts], axis=1)
    return RedshiftMixture(
        weights / weights.sum(axis=1, keepdims=True),
        np.concatenate([part.means for part in parts], axis=1),
        np.concatenate([part.sigmas for part in parts], axis=1),
    )


def _over_chunks(mixture: RedshiftMixture, function: Callable[[RedshiftMixture], Floats]) -> list[Floats]:
    starts = range(0, len(mixture), GALAXIES_AT_ONCE)
    parts = [mixture.part(slice(start, start + GALAXIES_AT_ONCE)) for start in starts]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, parts))


def _quantiles(mixture: RedshiftMixture, levels: tuple[float, ...]) -> Floats:
    return np.column_stack([_quantile(mixture, level) for level in levels])


def _quantile(mixture: RedshiftMixture, level: float) -> Floats:
    """Newton's method, replaced by a bisection wherever it would leave the bracket and every third time."""
    reach = REACH * mixture.sigmas
    low, high = (mixture.means - reach).min(axis=1), (mixture.means + reach).max(axis=1)
    z = np.einsum("nk,nk->n", mixture.weights, mixture.means)
    active = np.arange(len(mixture))
    for iteration in range(1, ITERATIONS + 1):
        part = mixture.part(active)
        excess = part.cdf(z[active]) - level
        above = excess > 0
        high[active] = np.where(above, z[active], high[active])
        low[active] = np.where(above, low[active], z[active])
        unsolved = np.abs(excess) > PROBABILITY_TOLERANCE
        active, part, excess = active[unsolved], part.part(unsolved), excess[unsolved]
        if not len(active):
            break
        newton = z[active] - excess / np.maximum(part.density(z[active]), SMALLEST_DENSITY)
        inside = (newton > low[active]) & (newton < high[active]) & (iteration % 3 != 0)
        z[active] = np.where(inside, newton, (low[active] + high[active]) / 2)
    return np.asarray(z)


def _window_centres(mixture: RedshiftMixture, half_width: float) -> Floats:
    ends = _quantiles(mixture, WINDOW_LEVELS)
    step = (ends[:, 1] - ends[:, 0]) / (WINDOW_GRID - 1)
    grid = ends[:, :1] + step[:, None] * np.arange(WINDOW_GRID)
    held = np.column_stack([_held(mixture, z, half_width) for z in grid.T])
    rows = np.arange(len(mixture))
    best = np.clip(held.argmax(axis=1), 1, WINDOW_GRID - 2)
    left, centre, right = held[rows, best - 1], held[rows, best], held[rows, best + 1]
    bend = left - 2 * centre + right
    # A parabola through the best grid point and its neighbours finds the maximum between grid points.
    shift = np.where(bend < 0, (left - right) / np.where(bend < 0, 2 * bend, 1.0), 0.0)
    return np.asarray(grid[rows, best] + np.clip(shift, -1, 1) * step)


def _held(mixture: RedshiftMixture, z: Floats, half_width: float) -> Floats:
    margin = half_width * (1 + z)
    return mixture.cdf(z + margin) - mixture.cdf(z - margin)


def _half_mean_difference(mixture: RedshiftMixture) -> Floats:
    """Half the mean absolute difference of two independent draws, summed over pairs of components."""
    total = np.zeros(len(mixture))
    variances = mixture.sigmas**2
    for i in range(mixture.weights.shape[1]):
        later = slice(i, None)
        apart = mixture.means[:, later] - mixture.means[:, i : i + 1]
        wide = np.sqrt(variances[:, later] + variances[:, i : i + 1])
        pairs = mixture.weights[:, later] * mixture.weights[:, i : i + 1] * _mean_absolute(apart, wide)
        total += pairs.sum(axis=1) - pairs[:, 0] / 2
    return total


def _mean_absolute(mean: Floats, sigma: Floats) -> Floats:
    """E|x| of a Gaussian."""
    u = mean / sigma
    return np.asarray(mean * (2 * ndtr(u) - 1) + sigma * np.sqrt(2 / np.pi) * np.exp(-0.5 * u * u))
