"""A Gaussian mixture in the colour plane: the density, how it is fitted, and how it is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from ml.scale import ONE_SIGMA, RobustScale
from ml.stars.ascent import climb
from ml.stars.colours import Array
from ml.stars.outliers import ISOLATION_RADIUS, isolated_points

# In squared robust widths: a component cannot be narrower than a hundredth of the main sequence of colours.
VARIANCE_FLOOR = 1e-4
# Stopping where a step gains 1e-3 costs 0.006 of held-out log-likelihood per star.
TOLERANCE = 1e-5
# A crowded mixture may still be creeping after these: its held-out likelihood decides.
MAX_STEP = 1000
BACKGROUND_MIN = 3
N_AVERAGED = 5


class TooManyComponents(ValueError):
    """More components were asked for than there are points to hold them."""


@dataclass(frozen=True)
class ColourMixture:
    """A density in the plane (Y-J, J-H) as a weighted sum of K Gaussians.

    Attributes
    ----------
    weights : array (K,)
        Sum to one.
    means : array (K, 2)
        [mag]
    covariances : array (K, 2, 2)
        [mag**2]
    is_background : bool array (K,)
        True for the broad component that stands for the isolated stars.
    """

    weights: Array
    means: Array
    covariances: Array
    is_background: NDArray[np.bool_]

    def log_density(self, points: Array) -> Array:
        """Return the natural logarithm of the density [mag**-2] at `points` (n, 2), shape (n,)."""
        terms = [
            np.log(weight) + gaussian_log_density(points - mean, covariance)
            for weight, mean, covariance in zip(self.weights, self.means, self.covariances, strict=True)
        ]
        total: Array = logsumexp(terms, axis=0)
        return total

    def draw(self, n: int, rng: np.random.Generator) -> tuple[Array, NDArray[np.int64]]:
        """Draw n points, shape (n, 2) [mag], and the component each came from, shape (n,)."""
        component = rng.choice(len(self.weights), size=n, p=self.weights)
        factors = np.linalg.cholesky(self.covariances)
        noise = rng.standard_normal((n, 2))
        points = self.means[component] + np.einsum("nij,nj->ni", factors[component], noise)
        return points, component


def gaussian_log_density(offsets: Array, covariance: Array) -> Array:
    """Return the log density of a centred Gaussian in the plane at `offsets` (..., 2).

    `covariance` is (2, 2), or (..., 2, 2) with one matrix an offset.
    """
    a, b, c = covariance[..., 0, 0], covariance[..., 0, 1], covariance[..., 1, 1]
    determinant = a * c - b * b
    x, y = offsets[..., 0], offsets[..., 1]
    distance2 = (c * x * x - 2 * b * x * y + a * y * y) / determinant
    value: Array = -0.5 * (distance2 + np.log(determinant)) - np.log(2 * np.pi)
    return value


def fit_mixture(
    points: Array, n_component: int, seed: int, radius: float = ISOLATION_RADIUS
) -> ColourMixture:
    """Fit K Gaussians to the populated plane and one broad Gaussian to the isolated points.

    Expectation maximisation in robust units from a k-means++ start. The background component has the share,
    mean and covariance of the isolated points; it is left out when fewer than three of them define it, and
    they are then fitted with the rest.

    Parameters
    ----------
    points : array (n, 2)
        Colours [mag].
    n_component : int
        K, the background not counted.
    seed : int
        Two calls with one seed give the same mixture.
    radius : float
        See `ml.stars.outliers.isolated_points`; infinity turns the background off.

    Returns
    -------
    ColourMixture
        By descending weight, the background last.

    Raises
    ------
    TooManyComponents
        Fewer than six points (the parameters of a Gaussian and its weight) for each component.
    """
    if len(points) < 6 * n_component:
        raise TooManyComponents(
            f"{n_component} components need at least {6 * n_component} stars, found {len(points)}; "
            "ask for fewer components or load more catalogues"
        )
    scale = RobustScale.of(points, ONE_SIGMA)
    alone = isolated_points(points, radius)
    if alone.sum() < BACKGROUND_MIN:
        alone = np.zeros(len(points), dtype=bool)
    found = climb(
        scale.apply(points[~alone]),
        n_component,
        np.random.default_rng(seed),
        floor=VARIANCE_FLOOR,
        tolerance=TOLERANCE,
        max_step=MAX_STEP,
    )
    order = np.argsort(-found.weights, kind="stable")
    core = ColourMixture(
        weights=found.weights[order],
        means=scale.centre + found.means[order] * scale.width,
        covariances=found.covariances[order] * np.outer(scale.width, scale.width),
        is_background=np.zeros(n_component, dtype=bool),
    )
    return with_background(core, points[alone], alone.mean(), scale) if alone.any() else core


def with_background(core: ColourMixture, alone: Array, share: float, scale: RobustScale) -> ColourMixture:
    """Add to `core` a Gaussian with the moments of the points `alone` (m, 2) and weight `share`."""
    covariance = np.cov(alone, rowvar=False) + VARIANCE_FLOOR * np.diag(scale.width**2)
    return ColourMixture(
        weights=np.append(core.weights * (1.0 - share), share),
        means=np.vstack([core.means, alone.mean(axis=0)]),
        covariances=np.concatenate([core.covariances, covariance[None]]),
        is_background=np.append(core.is_background, True),
    )


def bic(mixture: ColourMixture, points: Array) -> float:
    """Return the Bayesian information criterion of Schwarz (1978): smaller is better."""
    n_parameter = 6 * len(mixture.weights) - 1
    return float(n_parameter * np.log(len(points)) - 2.0 * mixture.log_density(points).sum())


def fit_average(points: Array, n_component: int, seed: int, n_average: int = N_AVERAGED) -> ColourMixture:
    """Fit several mixtures of K Gaussians from different starts and average their densities.

    Each has its own mistakes where the likelihood is flat; their mean describes held-out points better than
    any one of them, and hangs less on K and on the seed.

    Parameters
    ----------
    points : array (n, 2)
        Colours [mag].
    n_component : int
        K of each, the background not counted.
    seed : int
    n_average : int
        How many.

    Raises
    ------
    TooManyComponents
        As `fit_mixture`.
    """
    seeds = np.random.SeedSequence(seed).generate_state(n_average)
    return averaged([fit_mixture(points, n_component, int(start)) for start in seeds])


def averaged(mixtures: Sequence[ColourMixture]) -> ColourMixture:
    """Return the mean of several densities, itself a mixture (Glodek, Schels & Schwenker 2013).

    By descending weight, the background last: fits to the same points share it, and it is kept once.
    """
    weights = np.concatenate([m.weights for m in mixtures]) / len(mixtures)
    means = np.concatenate([m.means for m in mixtures])
    covariances = np.concatenate([m.covariances for m in mixtures])
    background = np.concatenate([m.is_background for m in mixtures])
    kept = np.ones(len(weights), dtype=bool)
    (places,) = np.nonzero(background)
    if len(places) and np.ptp(means[places], axis=0).max() == 0:
        weights[places[0]] = weights[places].sum()
        kept[places[1:]] = False
    order = np.lexsort((-weights, background))
    order = order[kept[order]]
    return ColourMixture(weights[order], means[order], covariances[order], background[order])
