"""From the magnitudes of stars to simulated stars, with the evidence for the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.stars.colours import Array, Magnitudes, colour_covariances, colours
from ml.stars.deconvolution import deconvolve
from ml.stars.grid import grid_difference
from ml.stars.mixture import Mixture, fit_mixture
from ml.stars.outliers import Screening, screen
from ml.stars.selection import CANDIDATES, Candidate, compare_estimators, select_components
from ml.stars.tasks import Progress, run_tasks, silent
from ml.stars.two_sample import marginal_tests
from ml.stars.verification import Comparison, summary, verify

N_START = 5
# The stated errors exceed the whole scatter of faint stars: see docs/simulated-stars.md.
ERROR_SCALE = 0.3


@dataclass(frozen=True)
class Simulation:
    """Simulated stars and what they rest on.

    Attributes
    ----------
    screening : Screening
        What became of each star, and the counts by reason.
    n_component : int
        Chosen, the background not counted.
    mixture : Mixture
        The density of the observed colours.
    intrinsic : Mixture
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
    mixture: Mixture
    intrinsic: Mixture
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
    *,
    n_simulated: int = 100_000,
    intrinsic: bool = False,
    candidates: Sequence[int] = CANDIDATES,
    beside: Sequence[int] = (5, 20),
    error_scale: float = ERROR_SCALE,
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
    n_simulated : int
    intrinsic : bool
        Draw the colours before errors instead of the observed ones.
    candidates : sequence of int
        Numbers of components to choose from.
    beside : sequence of int
        Other numbers of components to test in the same way as the chosen one.
    error_scale : float
        Factor on the stated errors in the deconvolution.
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
    points, errors = colours(usable), colour_covariances(usable)
    selection, chosen, reference = select_components(points, seed, candidates, n_job, progress)
    estimators = compare_estimators(
        points, errors, chosen, seed, reference, sorted({error_scale, 1.0}), n_job, progress
    )
    sizes = {"chosen": chosen, "deconvolved": chosen, **{f"components_{k}": k for k in beside}}
    comparisons = verify(points, errors, sizes, error_scale, seed, n_job, progress)
    final = [(points, errors * error_scale**2, chosen, seed)]
    observed, before_errors = run_tasks(_fit_both, final, "final fit", 1, progress)[0]
    drawn_from = before_errors if intrinsic else observed
    sample, component = drawn_from.draw(n_simulated, np.random.default_rng(seed))
    metrics = {
        **_screening_metrics(screening, len(stars)),
        "n_component": float(chosen),
        "error_scale": error_scale,
        **_held_out_metrics(selection, chosen),
        **summary(comparisons),
        **{f"all_ks_{name}": v.statistic for name, v in marginal_tests(sample, points).items()},
        "all_total_variation": grid_difference(sample, points).total_variation,
    }
    return Simulation(
        screening,
        chosen,
        observed,
        before_errors,
        sample[:, 0],
        sample[:, 1],
        component,
        selection,
        estimators,
        comparisons,
        metrics,
    )


def _fit_both(points: Array, errors: Array, k: int, seed: int) -> tuple[Mixture, Mixture]:
    observed = fit_mixture(points, k, seed, n_start=N_START)
    return observed, deconvolve(points, errors, observed).mixture


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
    return {
        "held_out": row.held_out,
        "held_out_se": row.held_out_se,
        "held_out_gain": row.gain,
        "held_out_gain_se": row.gain_se,
        "bic": row.bic,
        "n_component_lowest_bic": float(lowest.n_component),
        "n_component_highest_held_out": float(max(selection, key=lambda row: row.held_out).n_component),
    }
