"""Simulate stars from those in the database and write them back."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg

from ml import store
from ml.reading import read_box, read_stars
from ml.simulation_results import write_simulation
from ml.stars.mixture import N_AVERAGED
from ml.stars.selection import CANDIDATES
from ml.stars.simulate import ERROR_SCALE, simulate
from ml.stars.tasks import Progress, silent

N_SIMULATED = 100_000


def simulate_stars(
    connection: psycopg.Connection,
    seed: int = 1,
    *,
    n_simulated: int = N_SIMULATED,
    stars: str = "each",
    intrinsic: bool = False,
    n_component: int | None = None,
    n_average: int = N_AVERAGED,
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
    n_average : int
        Mixtures whose mean is the density that is drawn from.
    progress : callable
        Called with a stage, the tasks done and the tasks in it.

    Raises
    ------
    NoStars, ml.stars.outliers.TooFewStars, ml.stars.mixture.TooManyComponents
    """
    started_at = datetime.now(UTC)
    magnitudes, input_sha256 = read_stars(connection, stars)
    result = simulate(
        magnitudes,
        seed,
        read_box(connection),
        n_simulated=n_simulated,
        intrinsic=intrinsic,
        n_average=n_average,
        candidates=CANDIDATES if n_component is None else [n_component],
        progress=progress,
    )
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
            "choice": "given" if n_component else "held-out likelihood, five folds",
            "candidates": " ".join(map(str, CANDIDATES)) if n_component is None else n_component,
            "n_simulated": n_simulated,
            "error_scale": ERROR_SCALE,
            "n_average": n_average,
        },
    )
    with store.new_run(connection, run) as run_id:
        write_simulation(connection, run_id, result)
    return run_id
