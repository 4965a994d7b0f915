"""Write what a simulation of stars found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import numpy as np
import psycopg

from ml.stars.mixture import ColourMixture
from ml.stars.simulate import Simulation
from ml.store import copy_columns, write_metrics, write_rows


def write_simulation(connection: psycopg.Connection, run_id: int, simulation: Simulation) -> None:
    """Write densities, candidates, comparisons, figures and the stars of a simulation."""
    write_metrics(connection, run_id, simulation.metrics)
    for density, mixture in (("observed", simulation.mixture), ("intrinsic", simulation.intrinsic)):
        write_rows(connection, "mixture_component", run_id, _components(density, mixture))
    candidates = (*simulation.selection, *simulation.estimators)
    write_rows(connection, "density_candidate", run_id, map(asdict, candidates))
    write_rows(connection, "sample_comparison", run_id, map(asdict, simulation.comparisons))
    columns = {
        "star_number": np.arange(1, len(simulation.component) + 1, dtype="i4"),
        "y_minus_j": simulation.y_minus_j,
        "j_minus_h": simulation.j_minus_h,
        "component": (simulation.component + 1).astype("i2"),
    }
    copy_columns(connection, "simulated_star", run_id, columns)


def _components(density: str, mixture: ColourMixture) -> Iterator[dict[str, object]]:
    for k, (weight, mean, covariance) in enumerate(
        zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    ):
        yield {
            "density": density,
            "component": k + 1,
            "is_background": bool(mixture.is_background[k]),
            "weight": float(weight),
            "mean_y_minus_j": float(mean[0]),
            "mean_j_minus_h": float(mean[1]),
            "var_y_minus_j": float(covariance[0, 0]),
            "var_j_minus_h": float(covariance[1, 1]),
            "covariance": float(covariance[0, 1]),
        }
