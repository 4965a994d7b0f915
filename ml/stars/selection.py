"""How many components, and which kind of estimator: judged on stars that were held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold

from ml.stars.colours import Array
from ml.stars.deconvolution import deconvolve, observed_log_density
from ml.stars.kernel import adaptive_kernel, plain_kernel
from ml.stars.mixture import N_AVERAGED, averaged, bic, fit_mixture
from ml.stars.tasks import Progress, run_tasks, silent

Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
CANDIDATES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 40)
PLAIN_BANDWIDTHS = (0.3, 0.4)
ADAPTIVE_BANDWIDTHS = (0.07, 0.09, 0.12)
# The folds by which the number of components is chosen: the same for every seed of a simulation, so that the
# choice is the stars' and not the seed's
CHOICE_SEED = 1


@dataclass(frozen=True)
class Candidate:
    """How well one estimator describes held-out stars.

    Attributes
    ----------
    estimator : str
    n_component : int, optional
        None where the estimator is no mixture.
    bic : float
        Of a fit to all stars; NaN where not computed.
    held_out, held_out_err : float
        Mean log-likelihood per star [ln mag**-2] and its standard error, which is that of the sample.
    gain, gain_err : float
        Mean over the stars of the difference to the best mixture, and the standard error of that mean.
    """

    estimator: str
    n_component: int | None
    bic: float
    held_out: float
    held_out_err: float
    gain: float
    gain_err: float


def folds(n: int, seed: int, n_fold: int = 5) -> list[Fold]:
    """Split n stars at random into training and held-out indices, each star held out once."""
    return list(KFold(n_fold, shuffle=True, random_state=seed).split(np.zeros(n)))


def select_components(
    points: Array,
    seed: int,
    candidates: Sequence[int] = CANDIDATES,
    n_job: int = 1,
    progress: Progress = silent,
) -> tuple[tuple[Candidate, ...], int, Array]:
    """Choose the number of components by held-out likelihood.

    The rule: the smallest number whose held-out log-likelihood lies within one standard error of the best
    (Breiman et al. 1984), the error being that of the star-by-star difference. The error of either mean
    alone is ten times larger, but it is the same stars' in both and says nothing of the difference.

    Parameters
    ----------
    points : array (n, 2)
        Colours [mag].
    seed : int
        Of folds and fits.
    candidates : sequence of int
    n_job : int
    progress : callable

    Returns
    -------
    tuple of Candidate
        One for each number of components.
    int
        The chosen number.
    array (n,)
        Held-out log-likelihood of each star under the number with the highest mean.
    """
    splits = folds(len(points), seed)
    calls = [
        (points, train, test, k, seed)
        for k in sorted(candidates, reverse=True)
        for train, test in [*splits, (np.arange(len(points)), np.arange(0))]
    ]
    results = run_tasks(_fit_and_score, calls, "number of components", n_job, progress)
    scores = {k: np.empty(len(points)) for k in candidates}
    criteria = {}
    for (_, _, test, k, _), (score, criterion) in zip(calls, results, strict=True):
        if len(test):
            scores[k][test] = score
        else:
            criteria[k] = criterion
    best = scores[max(candidates, key=lambda k: scores[k].mean())]
    table = tuple(_candidate(f"mixture of {k}", k, criteria[k], scores[k], best) for k in sorted(candidates))
    chosen = next(row.n_component for row in table if row.n_component and row.gain + row.gain_err >= 0)
    return table, chosen, best


def compare_estimators(
    points: Array,
    errors: Array,
    n_component: int,
    seed: int,
    reference: Array,
    error_scales: Sequence[float],
    n_job: int = 1,
    progress: Progress = silent,
) -> tuple[Candidate, ...]:
    """Hold other densities against the mixture, on the folds of `select_components`.

    They are the mean of five differently seeded mixtures, the deconvolved mixture with the stated errors
    multiplied by each of `error_scales`, and kernel densities with several bandwidths in robust widths.

    Parameters
    ----------
    points, errors : array (n, 2), (n, 2, 2)
        Colours [mag] and their error covariances [mag**2].
    n_component, seed : int
    reference : array (n,)
        What the gain is measured against: from `select_components`.
    error_scales : sequence of float
    n_job : int
    progress : callable

    Returns
    -------
    tuple of Candidate
    """
    splits = folds(len(points), seed)
    calls = [(points, errors, *split, n_component, seed, tuple(error_scales)) for split in splits]
    results = run_tasks(_score_estimators, calls, "other estimators", n_job, progress)
    table = []
    for name in results[0]:
        score = np.empty(len(points))
        for (_, test), result in zip(splits, results, strict=True):
            score[test] = result[name]
        k = {"averaged": n_component * N_AVERAGED, "deconvolved": n_component}.get(name.split()[0])
        table.append(_candidate(name, k, float("nan"), score, reference))
    return tuple(table)


def _fit_and_score(
    points: Array, train: NDArray[np.int64], test: NDArray[np.int64], k: int, seed: int
) -> tuple[Array, float]:
    mixture = fit_mixture(points[train], k, seed)
    if len(test):
        return mixture.log_density(points[test]), float("nan")
    return np.empty(0), bic(mixture, points[train])


def _score_estimators(
    points: Array,
    errors: Array,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    k: int,
    seed: int,
    error_scales: tuple[float, ...],
) -> dict[str, Array]:
    known, unknown = points[train], points[test]
    mixtures = [fit_mixture(known, k, seed + i) for i in range(N_AVERAGED)]
    scores = {f"averaged {N_AVERAGED} mixtures": averaged(mixtures).log_density(unknown)}
    for scale in error_scales:
        intrinsic = deconvolve(known, errors[train] * scale**2, mixtures[0]).mixture
        name = f"deconvolved, errors x {scale:g}"
        scores[name] = observed_log_density(intrinsic, unknown, errors[test] * scale**2)
    for width in PLAIN_BANDWIDTHS:
        scores[f"kernel {width:g}"] = plain_kernel(known, width).log_density(unknown)
    pilot = mixtures[0].log_density(known)
    for width in ADAPTIVE_BANDWIDTHS:
        scores[f"adaptive kernel {width:g}"] = adaptive_kernel(known, width, pilot).log_density(unknown)
    return scores


def _candidate(name: str, k: int | None, criterion: float, score: Array, reference: Array) -> Candidate:
    gain, root = score - reference, np.sqrt(len(score))
    return Candidate(
        name,
        k,
        criterion,
        float(score.mean()),
        float(score.std() / root),
        float(gain.mean()),
        float(gain.std() / root),
    )
