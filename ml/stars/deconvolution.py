"""Extreme deconvolution: the mixture that the colours had before the errors were added to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp

from ml.stars.colours import Array
from ml.stars.mixture import ColourMixture, gaussian_log_density

CHUNK = 4096


@dataclass(frozen=True)
class Deconvolution:
    """The intrinsic density and the ascent that led to it.

    Attributes
    ----------
    mixture : ColourMixture
        The intrinsic density.
    log_likelihood : array (n_iteration,)
        Mean per star of the observed colours, before each step.
    """

    mixture: ColourMixture
    log_likelihood: Array


@dataclass(frozen=True)
class _Sums:
    """Sums over the stars, for each component, of q, q u, q u u' and q T**-1.

    q is the star's membership, T = V + S the covariance it is drawn with, and u = T**-1 (x - m).
    """

    share: Array
    pull: Array
    pull_square: Array
    precision: Array
    log_likelihood: float


def observed_log_density(intrinsic: ColourMixture, points: Array, errors: Array) -> Array:
    """Return the log density of each observed colour, given its own error.

    Parameters
    ----------
    intrinsic : ColourMixture
    points : array (n, 2)
        Colours [mag].
    errors : array (n, 2, 2)
        Error covariances [mag**2].

    Returns
    -------
    array (n,)
        Natural logarithm of [mag**-2].
    """
    total: Array = logsumexp(_log_terms(intrinsic, points, errors), axis=1)
    return total


def deconvolve(
    points: Array,
    errors: Array,
    start: ColourMixture,
    *,
    floor: float = 1e-5,
    tolerance: float = 1e-5,
    max_iteration: int = 200,
) -> Deconvolution:
    """Fit the intrinsic mixture by the algorithm of Bovy, Hogg & Roweis (2011).

    Component k draws star i from a Gaussian of covariance ``V_k + S_i``. Each step takes the expectation of
    the intrinsic colours and their scatter, then the moments of those. ``floor * I`` is the regulariser w
    of their section 3.2, which keeps V_k from collapsing: ``V_k = (sum_i q_ik ... + w) / (q_k + 1)``.

    Parameters
    ----------
    points : array (n, 2)
        Colours [mag].
    errors : array (n, 2, 2)
        Error covariances [mag**2].
    start : ColourMixture
        Where the ascent begins: a seeded fit to the observed colours. Its background component is held
        fixed but for its weight, since wild points are not explained by their stated errors.
    floor : float
        [mag**2]
    tolerance : float
        Stop when a step gains less log-likelihood per star.
    max_iteration : int

    Returns
    -------
    Deconvolution
    """
    current = start
    history: list[float] = []
    for _ in range(max_iteration):
        sums = _expectation(current, points, errors)
        history.append(sums.log_likelihood)
        if len(history) > 1 and history[-1] - history[-2] < tolerance:
            break
        current = _maximisation(current, sums, floor)
    return Deconvolution(current, np.array(history))


def add_errors(points: Array, errors: Array, rng: np.random.Generator) -> Array:
    """Give each of n intrinsic points the error of a real star chosen at random.

    Parameters
    ----------
    points : array (n, 2)
        Intrinsic colours [mag].
    errors : array (m, 2, 2)
        Error covariances of the real stars [mag**2].
    rng : numpy Generator

    Returns
    -------
    array (n, 2)
    """
    chosen = rng.integers(len(errors), size=len(points))
    factors = np.linalg.cholesky(errors)[chosen]
    noisy: Array = points + np.einsum("nij,nj->ni", factors, rng.standard_normal(points.shape))
    return noisy


def _log_terms(mixture: ColourMixture, points: Array, errors: Array) -> Array:
    offsets = points[:, None, :] - mixture.means
    spread = mixture.covariances + errors[:, None]
    terms: Array = np.log(mixture.weights) + gaussian_log_density(offsets, spread)
    return terms


def _expectation(mixture: ColourMixture, points: Array, errors: Array) -> _Sums:
    n_component = len(mixture.weights)
    share, pull = np.zeros(n_component), np.zeros((n_component, 2))
    pull_square, precision = np.zeros((n_component, 2, 2)), np.zeros((n_component, 2, 2))
    log_likelihood = 0.0
    v = mixture.covariances
    for begin in range(0, len(points), CHUNK):
        x, s = points[begin : begin + CHUNK], errors[begin : begin + CHUNK]
        a, b, c = (v[:, i, j] + s[:, i, j, None] for i, j in ((0, 0), (0, 1), (1, 1)))
        determinant = a * c - b * b
        p00, p01, p11 = c / determinant, -b / determinant, a / determinant
        dx, dy = (x[:, i, None] - mixture.means[:, i] for i in (0, 1))
        u0, u1 = p00 * dx + p01 * dy, p01 * dx + p11 * dy
        terms = np.log(mixture.weights) - np.log(2 * np.pi)
        terms = terms - 0.5 * (np.log(determinant) + u0 * dx + u1 * dy)
        total = logsumexp(terms, axis=1)
        q = np.exp(terms - total[:, None])
        log_likelihood += float(total.sum())
        share += q.sum(axis=0)
        qu0, qu1 = q * u0, q * u1
        pull += np.column_stack([qu0.sum(axis=0), qu1.sum(axis=0)])
        pull_square += _symmetric((qu0 * u0).sum(axis=0), (qu0 * u1).sum(axis=0), (qu1 * u1).sum(axis=0))
        precision += _symmetric((q * p00).sum(axis=0), (q * p01).sum(axis=0), (q * p11).sum(axis=0))
    return _Sums(share, pull, pull_square, precision, log_likelihood / len(points))


def _maximisation(mixture: ColourMixture, sums: _Sums, floor: float) -> ColourMixture:
    v = mixture.covariances
    share = np.maximum(sums.share, np.finfo(float).tiny)
    # The expected intrinsic colour is m + V u and its scatter V - V T**-1 V, both linear in the sums.
    first = np.einsum("kij,kj->ki", v, sums.pull)
    second = share[:, None, None] * v + v @ (sums.pull_square - sums.precision) @ v
    step = first / share[:, None]
    scatter = second - share[:, None, None] * step[:, :, None] * step[:, None, :]
    covariances = (scatter + floor * np.eye(2)) / (share + 1.0)[:, None, None]
    fixed = mixture.is_background
    return ColourMixture(
        weights=share / share.sum(),
        means=np.where(fixed[:, None], mixture.means, mixture.means + step),
        covariances=np.where(fixed[:, None, None], v, covariances),
        is_background=fixed,
    )


def _symmetric(a: Array, b: Array, c: Array) -> Array:
    return np.stack([np.stack([a, b], axis=-1), np.stack([b, c], axis=-1)], axis=-2)
