"""How hard simulated stars are to tell from the stars, beside the stars from one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import combine_pvalues

from ml.stars.colours import Array, Box
from ml.stars.deconvolution import add_errors, deconvolve
from ml.stars.grid import total_variation
from ml.stars.mixture import fit_average, fit_mixture
from ml.stars.selection import folds
from ml.stars.tasks import Progress, run_tasks, silent
from ml.stars.two_sample import boosting_test, energy_test, marginal_tests, neighbour_test

STARS, CHOSEN = "stars", "chosen"
N_PERMUTATION = 199


@dataclass(frozen=True)
class Comparison:
    """One statistic of one comparison of a sample with stars that it was not made from.

    Attributes
    ----------
    sample : str
        `stars` are as many other stars: the null. The others are simulated.
    fold : int
    test : str
    statistic, p_value : float
        The p-value is NaN for a distance without a test.
    """

    sample: str
    fold: int
    test: str
    statistic: float
    p_value: float


def verify(
    points: Array,
    errors: Array,
    n_components: dict[str, int],
    box: Box,
    seed: int,
    n_job: int = 1,
    progress: Progress = silent,
) -> tuple[Comparison, ...]:
    """Compare simulations, and other stars, with stars that had no part in the fit.

    Each fifth of the stars in turn is compared with a sample of its size drawn from the mixture fitted to
    the other four, and, as the null, with as many of those other stars. Tested on the stars that it was
    fitted to, a simulation would look better than new stars do. Fitted to one half and tested on the other,
    it would look worse: the error of the fit adds half again to the variance which the permutations know of
    (sample and stars, 1/n each), against an eighth here. The number of components was chosen on all stars.

    Parameters
    ----------
    points, errors : array (n, 2), (n, 2, 2)
        Colours [mag] and error covariances [mag**2], as they are believed.
    n_components : dict
        Number of components by sample name; `chosen` is drawn from an average of mixtures, `deconvolved` from
        the intrinsic density with the errors of random stars added.
    box : Box
        In which the samples are counted.
    seed : int
    n_job : int
    progress : callable

    Returns
    -------
    tuple of Comparison
    """
    calls = [
        (points, errors, train, test, name, k, box, seed, fold)
        for fold, (train, test) in enumerate(folds(len(points), seed + 1))
        for name, k in {STARS: 0, **n_components}.items()
    ]
    results = run_tasks(_compare, calls, "two-sample tests", n_job, progress)
    return tuple(row for rows in results for row in rows)


def summary(comparisons: tuple[Comparison, ...]) -> dict[str, float]:
    """Return the mean statistic and the combined p-value over the folds, as ``sample_test[_p]``.

    P-values are combined by Stouffer's mean of normal deviates; those of a permutation test are kept half
    a step away from 0 and 1, where the deviate is infinite.
    """
    metrics: dict[str, float] = {}
    for sample, test in dict.fromkeys((row.sample, row.test) for row in comparisons):
        rows = [row for row in comparisons if (row.sample, row.test) == (sample, test)]
        metrics[f"{sample}_{test}"] = float(np.mean([row.statistic for row in rows]))
        p_values = np.array([row.p_value for row in rows])
        if np.isfinite(p_values).all():
            step = 0.5 / (N_PERMUTATION + 1)
            combined = combine_pvalues(np.clip(p_values, step, 1.0 - step), method="stouffer")
            metrics[f"{sample}_{test}_p"] = float(combined.pvalue)
    return metrics


def _compare(
    points: Array,
    errors: Array,
    known: NDArray[np.int64],
    unknown: NDArray[np.int64],
    name: str,
    k: int,
    box: Box,
    seed: int,
    fold: int,
) -> list[Comparison]:
    stars = points[unknown]
    rng = np.random.default_rng([seed, fold, k])
    if name == STARS:
        sample = points[rng.permutation(known)[: len(unknown)]]
    else:
        fit = fit_average if name == CHOSEN else fit_mixture
        mixture = fit(points[known], k, seed)
        if name == "deconvolved":
            mixture = deconvolve(points[known], errors[known], mixture).mixture
        sample, _ = mixture.draw(len(stars), rng)
        if name == "deconvolved":
            sample = add_errors(sample, errors[known], rng)
    verdicts = {
        "energy": energy_test(sample, stars, seed, N_PERMUTATION),
        "neighbour_auc": neighbour_test(sample, stars, seed, N_PERMUTATION),
        "boosting_auc": boosting_test(sample, stars, seed),
        **{f"ks_{colour}": verdict for colour, verdict in marginal_tests(sample, stars).items()},
    }
    rows = [Comparison(name, fold, test, v.statistic, v.p_value) for test, v in verdicts.items()]
    distance = total_variation(sample, stars, box)
    return [*rows, Comparison(name, fold, "total_variation", distance, float("nan"))]
