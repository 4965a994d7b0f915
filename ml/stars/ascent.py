"""Expectation maximisation for Gaussians in the plane (Dempster, Laird & Rubin 1977), as matrix products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.stars.colours import Array

# Points that are tried as the next start of a component, of which the best is taken
TRIES = 3


@dataclass(frozen=True)
class Gaussians:
    """K Gaussians in the plane.

    Attributes
    ----------
    weights : array (K,)
    means : array (K, 2)
    covariances : array (K, 2, 2)
    """

    weights: Array
    means: Array
    covariances: Array


def climb(
    points: Array, k: int, rng: np.random.Generator, *, floor: float, tolerance: float, max_step: int
) -> Gaussians:
    """Fit k Gaussians to points, from a k-means++ start.

    The logarithm of a Gaussian is linear in the monomials 1, x, y, x^2, xy and y^2, and so are the moments
    that the next one is made from: each step is two products with the (n, 6) matrix of the monomials.

    Parameters
    ----------
    points : array (n, 2)
        Of order one.
    k : int
    rng : Generator
        Chooses the start.
    floor : float
        Added to the variances.
    tolerance : float
        Stop when a step gains less log-likelihood per point.
    max_step : int
        Stop at the latest after so many.
    """
    x, y = points.T
    monomials = np.column_stack([np.ones(len(points)), x, y, x * x, x * y, y * y])
    nearest = _nearest_seed(points, k, rng)
    share = (nearest[None, :] == np.arange(k)[:, None]).astype(np.float64)
    found, before = _moments(share @ monomials, floor), -np.inf
    for _ in range(max_step):
        share, after = _shares(_coefficients(found) @ monomials.T)
        found = _moments(share @ monomials, floor)
        if after - before < tolerance:
            break
        before = after
    return found


def _nearest_seed(points: Array, k: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Which of k seeds is nearest, each drawn far from those before it (Arthur & Vassilvitskii 2007)."""
    nearest = np.zeros(len(points), dtype=np.int64)
    distance = _distance2(points, points[rng.integers(len(points))])
    for number in range(1, k):
        reached = np.cumsum(distance)
        tried = np.searchsorted(reached, rng.random(TRIES) * reached[-1])
        candidates = [_distance2(points, points[i]) for i in np.minimum(tried, len(points) - 1)]
        best = min(candidates, key=lambda other: np.minimum(distance, other).sum())
        nearest[best < distance] = number
        distance = np.minimum(distance, best)
    return nearest


def _distance2(points: Array, seed: Array) -> Array:
    return np.asarray(((points - seed) ** 2).sum(axis=1))


def _coefficients(gaussians: Gaussians) -> Array:
    """Coefficients (k, 6) of the monomials in the logarithm of each weighted Gaussian."""
    c = gaussians.covariances
    a, b, d = c[:, 0, 0], c[:, 0, 1], c[:, 1, 1]
    determinant = a * d - b * b
    xx, xy, yy = d / determinant, -b / determinant, a / determinant
    mx, my = gaussians.means.T
    px, py = xx * mx + xy * my, xy * mx + yy * my
    top = np.log(gaussians.weights / (2 * np.pi)) - 0.5 * (np.log(determinant) + px * mx + py * my)
    return np.column_stack([top, px, py, -0.5 * xx, -xy, -0.5 * yy])


def _shares(log_terms: Array) -> tuple[Array, float]:
    """How much of each point is each component's, (k, n), and the mean log-likelihood."""
    top = log_terms.max(axis=0)
    # An error of 1e-7 of a share is far below the tolerance, and single precision is four times as fast
    share = np.exp((log_terms - top).astype(np.float32))
    total = share.sum(axis=0)
    share /= total
    return share.astype(np.float64), float(np.mean(top + np.log(total.astype(np.float64))))


def _moments(sums: Array, floor: float) -> Gaussians:
    """Make Gaussians from the sums (k, 6) of the monomials over their shares of the points."""
    n = np.maximum(sums[:, 0], np.finfo(float).tiny)
    means = sums[:, 1:3] / n[:, None]
    mx, my = means.T
    a, b, d = sums[:, 3] / n - mx * mx, sums[:, 4] / n - mx * my, sums[:, 5] / n - my * my
    covariances = np.stack([np.stack([a, b], axis=-1), np.stack([b, d], axis=-1)], axis=-2)
    return Gaussians(n / n.sum(), means, covariances + floor * np.eye(2))
