"""From the magnitudes of stars to simulated stars, with the evidence for the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.stars.colours import Array, Box, Magnitudes, colour_covariances, colours
from ml.stars.deconvolution import deconvolve
from ml.stars.grid import total_variation
from ml.stars.mixture import N_AVERAGED, ColourMixture, bic, fit_average, fit_mixture
from ml.stars.outliers import Screening, screen
from ml.stars.selection import CANDIDATES, CHOICE_SEED, Candidate, compare_estimators, select_components
from ml.stars.tasks import Progress, run_tasks, silent
from ml.stars.two_sample import marginal_tests
from ml.stars.verification import Comparison, summary, verify

# The stated errors exceed the whole scatter of faint stars: see docs/simulated-stars.md.
ERROR_SCALE = 0.3


@dataclass(frozen=True)
class Simulation:
    """Simulated stars and what they rest on; without the choice its evidence is empty.

    Attributes
    ----------
    screening : Screening
        What became of each star, and the counts by reason.
    n_component : int
        Of each mixture, the background not counted; the same for every seed.
    mixture : ColourMixture
        The density of the observed colours: the mean of several mixtures.
    intrinsic : ColourMixture
        The density before errors.
    y_minus_j, j_minus_h : array (n,)
        Simulated colours [mag].
    component : int array (n,)
        The component of the mixture that each came from.
    selection : tuple of Candidate
        The table by number of components.
    estimators : tuple of Candidate
        Other densities on the same folds.
    comparisons : tuple of Comparison
        Every two-sample statistic of every fold.
    metrics : dict
        The figures of the run by name.
    """

    screening: Screening
    n_component: int
    mixture: ColourMixture
    intrinsic: ColourMixture
    y_minus_j: Array
    j_minus_h: Array
    component: NDArray[np.int64]
    selection: tuple[Candidate, ...]
    estimators: tuple[Candidate, ...]
    comparisons: tuple[Comparison, ...]
    metrics: dict[str, float]


def simulate(
    stars: Magnitudes,
    seed: int,
    box: Box,
    *,
    n_simulated: int = 100_000,
    intrinsic: bool = False,
    n_average: int = N_AVERAGED,
    candidates: Sequence[int] = CANDIDATES,
    beside: Sequence[int] = (5, 20),
    n_job: int = 2,
    progress: Progress = silent,
) -> Simulation:
    """Choose a mixture for the stars' colours, draw from it, and test what was drawn.

    Parameters
    ----------
    stars : Magnitudes
        Reference magnitudes and errors [mag]; NaN where missing.
    seed : int
        Two runs with one seed agree to the last digit, whatever `n_job`.
    box : Box
        In which samples are counted to compare them.
    n_simulated : int
    intrinsic : bool
        Draw the colours before errors instead of the observed ones.
    n_average : int
        Mixtures whose mean is the density that is drawn from.
    candidates : sequence of int
        Numbers of components to choose from; of one alone there is no choice, and there are no tests.
    beside : sequence of int
        Other numbers of components to test in the same way as the chosen one.
    n_job : int
        Processes.
    progress : callable
        Called with a stage, the tasks done and the tasks in it.

    Returns
    -------
    Simulation

    Raises
    ------
    TooFewStars, TooManyComponents
        There are fewer stars than the neighbours or components asked for.
    """
    screening = screen(stars)
    usable = stars.where(screening.usable)
    points, stated = colours(usable), colour_covariances(usable)
    errors = stated * ERROR_SCALE**2
    chosen, evidence = candidates[0], {}
    selection: tuple[Candidate, ...] = ()
    estimators: tuple[Candidate, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    if len(candidates) > 1:
        selection, chosen, reference = select_components(points, CHOICE_SEED, candidates, n_job, progress)
        scales = sorted({ERROR_SCALE, 1.0})
        estimators = compare_estimators(
            points, stated, chosen, CHOICE_SEED, reference, scales, n_job, progress
        )
        sizes = {"chosen": chosen, "deconvolved": chosen, **{f"components_{k}": k for k in beside}}
        comparisons = verify(points, errors, sizes, box, seed, n_job, progress)
        evidence = {**_held_out_metrics(selection, chosen), **summary(comparisons)}
    final = [(points, errors, chosen, seed, n_average)]
    observed, before_errors, criterion = run_tasks(_fit_both, final, "final fit", 1, progress)[0]
    drawn_from = before_errors if intrinsic else observed
    sample, component = drawn_from.draw(n_simulated, np.random.default_rng(seed))
    metrics = {
        **_screening_metrics(screening, len(stars)),
        "n_component": float(chosen),
        "error_scale": ERROR_SCALE,
        "bic": criterion,
        **evidence,
        **{f"all_ks_{name}": v.statistic for name, v in marginal_tests(sample, points).items()},
        "all_total_variation": total_variation(sample, points, box),
    }
    return Simulation(
        screening, chosen, observed, before_errors, sample[:, 0], sample[:, 1], component,
        selection, estimators, comparisons, metrics,
    )  # fmt: skip


def _fit_both(
    points: Array, errors: Array, k: int, seed: int, n_average: int
) -> tuple[ColourMixture, ColourMixture, float]:
    """Give the average density, the one before errors, and the criterion of a single mixture."""
    single = fit_mixture(points, k, seed)
    return (
        fit_average(points, k, seed, n_average),
        deconvolve(points, errors, single).mixture,
        bic(single, points),
    )


def _screening_metrics(screening: Screening, n: int) -> dict[str, float]:
    return {
        "n_star": float(n),
        "n_magnitude_missing": float(screening.n_magnitude_missing),
        "n_error_missing": float(screening.n_error_missing),
        "n_isolated": float(screening.n_isolated),
        "n_kept": float(screening.n_kept),
    }


def _held_out_metrics(selection: tuple[Candidate, ...], chosen: int) -> dict[str, float]:
    row = next(row for row in selection if row.n_component == chosen)
    lowest = min(selection, key=lambda row: row.bic)
    best = max(selection, key=lambda row: row.held_out)
    return {
        "held_out": row.held_out,
        "held_out_err": row.held_out_err,
        "held_out_gain": row.gain,
        "held_out_gain_err": row.gain_err,
        "bic": row.bic,
        "n_component_lowest_bic": float(lowest.n_component or 0),
        "n_component_highest_held_out": float(best.n_component or 0),
    }
