"""Are simulated stars as hard to tell from the stars as one half of the stars from the other?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.stars.colours import Array
from ml.stars.deconvolution import add_errors, deconvolve
from ml.stars.grid import grid_difference
from ml.stars.mixture import fit_mixture
from ml.stars.tasks import Progress, run_tasks, silent
from ml.stars.two_sample import boosting_test, energy_test, marginal_tests, neighbour_test

HALF = "half"


@dataclass(frozen=True)
class Comparison:
    """One statistic of one comparison of a sample with stars that it was not made from.

    Attributes
    ----------
    sample : str
        `half` is the other half of the stars: the null. The others are simulated from that half.
    split : int
    test : str
    statistic, p_value : float
        The p-value is NaN for a distance without a test.
    """

    sample: str
    split: int
    test: str
    statistic: float
    p_value: float


def verify(
    points: Array,
    errors: Array,
    n_components: dict[str, int],
    error_scale: float,
    seed: int,
    n_split: int = 3,
    n_job: int = 1,
    progress: Progress = silent,
) -> tuple[Comparison, ...]:
    """Compare simulations, and halves of the stars, with stars that had no part in the fit.

    The stars are halved at random. Each mixture is fitted to the first half, a sample as large as the
    second half is drawn, and compared with the second half; the null compares the halves themselves. A
    simulation tested on the stars it was fitted to would look better than new stars do. The number of
    components was chosen on all the stars; the halves choose nothing.

    Parameters
    ----------
    points, errors : array (n, 2), (n, 2, 2)
        Colours [mag] and error covariances [mag**2].
    n_components : dict
        Number of components by sample name; the sample `deconvolved` is drawn from the intrinsic density
        with the errors of random stars added.
    error_scale : float
        Factor on the stated errors for `deconvolved`.
    seed : int
    n_split : int
        How many times the stars are halved: one p-value is a lottery.
    n_job : int
    progress : callable

    Returns
    -------
    tuple of Comparison
    """
    calls = [
        (points, errors, name, k, error_scale, seed, split)
        for split in range(n_split)
        for name, k in {HALF: 0, **n_components}.items()
    ]
    results = run_tasks(_compare, calls, "two-sample tests", n_job, progress)
    return tuple(row for rows in results for row in rows)


def summary(comparisons: tuple[Comparison, ...]) -> dict[str, float]:
    """Return the mean statistic and the median p-value over the splits, as ``sample_test[_p]``."""
    metrics: dict[str, float] = {}
    for sample, test in dict.fromkeys((row.sample, row.test) for row in comparisons):
        rows = [row for row in comparisons if (row.sample, row.test) == (sample, test)]
        metrics[f"{sample}_{test}"] = float(np.mean([row.statistic for row in rows]))
        p_value = float(np.median([row.p_value for row in rows]))
        if np.isfinite(p_value):
            metrics[f"{sample}_{test}_p"] = p_value
    return metrics


def _compare(
    points: Array, errors: Array, name: str, k: int, error_scale: float, seed: int, split: int
) -> list[Comparison]:
    order = np.random.default_rng([seed, split]).permutation(len(points))
    half = len(points) // 2
    known, unknown = order[:half], order[half:]
    stars = points[unknown]
    sample = points[known]
    rng = np.random.default_rng([seed, split, k])
    if name != HALF:
        mixture = fit_mixture(points[known], k, seed, n_start=3)
        known_errors = errors[known] * error_scale**2
        if name == "deconvolved":
            mixture = deconvolve(points[known], known_errors, mixture).mixture
        sample, _ = mixture.draw(len(stars), rng)
        if name == "deconvolved":
            sample = add_errors(sample, known_errors, rng)
    verdicts = {
        "energy": energy_test(sample, stars, seed),
        "neighbour_auc": neighbour_test(sample, stars, seed),
        "boosting_auc": boosting_test(sample, stars, seed),
        **{f"ks_{colour}": verdict for colour, verdict in marginal_tests(sample, stars).items()},
    }
    rows = [Comparison(name, split, test, v.statistic, v.p_value) for test, v in verdicts.items()]
    distance = grid_difference(sample, stars).total_variation
    return [*rows, Comparison(name, split, "total_variation", distance, float("nan"))]
