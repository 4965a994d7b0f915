"""Simulate stars from those in the database and write them back."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import psycopg

from ml import store
from ml.reading import read_stars
from ml.stars.colours import Magnitudes, colour_covariances, colours
from ml.stars.deconvolution import deconvolve
from ml.stars.grid import grid_difference
from ml.stars.mixture import bic, fit_mixture
from ml.stars.outliers import screen
from ml.stars.selection import CANDIDATES
from ml.stars.simulate import ERROR_SCALE, N_START, Simulation, simulate
from ml.stars.tasks import Progress, silent
from ml.stars.two_sample import marginal_tests

N_SIMULATED = 100_000


def simulate_stars(
    connection: psycopg.Connection,
    seed: int = 1,
    *,
    n_simulated: int = N_SIMULATED,
    stars: str = "each",
    intrinsic: bool = False,
    n_component: int | None = None,
    n_start: int = N_START,
    progress: Progress = silent,
) -> int:
    """
    Fit a density to the stars, draw from it, write all of it back, and give the number of the run.

    Parameters
    ----------
    connection : psycopg.Connection
        In autocommit mode, as the role epochdb_ml.
    seed : int
        The same seed gives the same rows.
    n_simulated : int
    stars : {"each", "majority"}
        See `ml.reading.read_stars`.
    intrinsic : bool
        Whether to draw the colours before errors.
    n_component : int, optional
        Skip the choice of the number of components and the tests, and use these many.
    n_start : int
        Starts of the fit where the number of components is given; the best is kept.
    progress : callable
        Called with a stage, the tasks done and the tasks in it.

    Raises
    ------
    NoStars, ml.stars.outliers.TooFewStars, ml.stars.mixture.TooManyComponents
    """
    started_at = datetime.now(UTC)
    magnitudes, input_sha256 = read_stars(connection, stars)
    if n_component is None:
        result = simulate(magnitudes, seed, n_simulated=n_simulated, intrinsic=intrinsic, progress=progress)
        choice = "held-out likelihood, five folds"
    else:
        result = _without_choice(magnitudes, seed, n_simulated, intrinsic, n_component, n_start, progress)
        choice = "given"
    n_usable = int(result.screening.usable.sum())
    run = store.Run(
        task="simulate",
        method="gaussian_mixture",
        seed=seed,
        started_at=started_at,
        input_sha256=input_sha256,
        n_input=n_usable,
        n_excluded=len(magnitudes) - n_usable,
        parameters={
            "stars": stars,
            "density": "intrinsic" if intrinsic else "observed",
            "n_component": result.n_component,
            "choice": choice,
            "candidates": " ".join(map(str, CANDIDATES)) if n_component is None else n_component,
            "n_simulated": n_simulated,
            "error_scale": ERROR_SCALE,
            "n_start": n_start if n_component else N_START,
        },
    )
    with store.new_run(connection, run) as run_id:
        store.write_simulation(connection, run_id, result)
    return run_id


def _without_choice(
    magnitudes: Magnitudes,
    seed: int,
    n_simulated: int,
    intrinsic: bool,
    n_component: int,
    n_start: int,
    progress: Progress,
) -> Simulation:
    """Fit and draw as `ml.stars.simulate.simulate` does last, without what it does before."""
    progress("fit", 0, 2)
    screening = screen(magnitudes)
    usable = magnitudes.where(screening.usable)
    points, errors = colours(usable), colour_covariances(usable) * ERROR_SCALE**2
    observed = fit_mixture(points, n_component, seed, n_start=n_start)
    progress("fit", 1, 2)
    before_errors = deconvolve(points, errors, observed).mixture
    drawn_from = before_errors if intrinsic else observed
    sample, component = drawn_from.draw(n_simulated, np.random.default_rng(seed))
    progress("fit", 2, 2)
    metrics = {
        "n_star": float(len(magnitudes)),
        "n_magnitude_missing": float(screening.n_magnitude_missing),
        "n_error_missing": float(screening.n_error_missing),
        "n_isolated": float(screening.n_isolated),
        "n_kept": float(screening.n_kept),
        "n_component": float(n_component),
        "error_scale": ERROR_SCALE,
        "bic": bic(observed, points),
        **{f"all_ks_{name}": v.statistic for name, v in marginal_tests(sample, points).items()},
        "all_total_variation": grid_difference(sample, points).total_variation,
    }
    return Simulation(
        screening, n_component, observed, before_errors, sample[:, 0], sample[:, 1], component,
        (), (), (), metrics,
    )  # fmt: skip
