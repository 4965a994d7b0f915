"""Write what a run found to the tables: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from db.binary import encode_rows
from db.copy import copy_rows
from ml.faults import UnknownRun
from ml.provenance import versions
from ml.redshift.components import PrincipalComponents
from ml.redshift.equation import Term
from ml.redshift.prediction import Prediction
from ml.stars.mixture import Mixture
from ml.stars.selection import Candidate
from ml.stars.simulate import Simulation
from ml.stars.verification import Comparison

QUANTILE_COLUMNS = ("z_q025", "z_q160", "z_q500", "z_q840", "z_q975")


@dataclass(frozen=True)
class Run:
    """
    What is kept of every run.

    Attributes
    ----------
    task : {"simulate", "photoz"}
    method : str
    seed : int
    started_at : datetime
    input_sha256 : str
        Fingerprint of the rows that were fitted.
    n_input, n_excluded : int
        Rows that were fitted, and rows left out for a missing value.
    training_sample_id : int, optional
        Of a photoz run.
    parameters : mapping
        Settings.
    """

    task: str
    method: str
    seed: int
    started_at: datetime
    input_sha256: str
    n_input: int
    n_excluded: int
    parameters: Mapping[str, object]
    training_sample_id: int | None = None


@contextmanager
def new_run(connection: psycopg.Connection, run: Run) -> Iterator[int]:
    """Enter a run and give its number; what is written within belongs to its transaction."""
    known = versions()
    row = {
        "task": run.task,
        "method": run.method,
        "seed": run.seed,
        "training_sample_id": run.training_sample_id,
        "n_input": run.n_input,
        "n_excluded": run.n_excluded,
        "input_sha256": run.input_sha256,
        "code_version": known.code,
        "python_version": known.python,
        "numpy_version": known.numpy,
        "scikit_learn_version": known.scikit_learn,
        "started_at": run.started_at,
        "finished_at": datetime.now(UTC),
    }
    with connection.transaction():
        insert = sql.SQL("{} RETURNING run_id").format(_insert("model_run", list(row)))
        written = connection.execute(insert, list(row.values())).fetchone()
        assert written is not None
        run_id = int(written[0])
        _write(connection, "model_parameter", run_id, [
            {"name": name, "value": str(value)} for name, value in run.parameters.items()
        ])  # fmt: skip
        yield run_id


def write_metrics(connection: psycopg.Connection, run_id: int, metrics: Mapping[str, float]) -> None:
    """Write figures by name; one that is not finite says nothing and is left out."""
    finite = {name: float(value) for name, value in metrics.items() if np.isfinite(value)}
    rows = [{"name": name, "value": value} for name, value in finite.items()]
    _write(connection, "model_metric", run_id, rows)


def write_simulation(connection: psycopg.Connection, run_id: int, simulation: Simulation) -> None:
    """Write densities, candidates, comparisons, figures and the stars of a simulation."""
    write_metrics(connection, run_id, simulation.metrics)
    for density, mixture in (("observed", simulation.mixture), ("intrinsic", simulation.intrinsic)):
        _write(connection, "mixture_component", run_id, list(_components(density, mixture)))
    candidates = (*simulation.selection, *simulation.estimators)
    _write(connection, "density_candidate", run_id, [_candidate(row) for row in candidates])
    _write(connection, "sample_comparison", run_id, [_comparison(row) for row in simulation.comparisons])
    n = len(simulation.y_minus_j)
    columns: dict[str, NDArray[np.generic]] = {
        "run_id": np.full(n, run_id, dtype="i4"),
        "star_number": np.arange(1, n + 1, dtype="i4"),
        "y_minus_j": simulation.y_minus_j,
        "j_minus_h": simulation.j_minus_h,
        "component": (simulation.component + 1).astype("i2"),
    }
    copy_rows(connection, "simulated_star", tuple(columns), encode_rows(tuple(columns.values())))


def write_terms(connection: psycopg.Connection, run_id: int, terms: Sequence[Term]) -> None:
    """Write the equation of a linear model."""
    powers = ("mag_r_power", "u_minus_g_power", "g_minus_r_power", "r_minus_i_power", "i_minus_z_power")
    rows = [
        {
            "term": number,
            "name": term.name,
            "coefficient": term.coefficient,
            **dict(zip(powers, map(int, term.exponents), strict=True)),
        }
        for number, term in enumerate(terms, start=1)
    ]
    _write(connection, "linear_term", run_id, rows)


def write_components(connection: psycopg.Connection, run_id: int, found: PrincipalComponents) -> None:
    """Write the principal components of a training sample."""
    names = ("mag_r", "u_minus_g", "g_minus_r", "r_minus_i", "i_minus_z")
    rows = [
        {
            "component": k + 1,
            "explained_variance": float(found.explained_variance[k]),
            **dict(zip(names, map(float, found.axes[k]), strict=True)),
            "training_error": float(found.training_error[k]),
            "test_error": float(found.error[k]),
        }
        for k in range(len(found.error))
    ]
    _write(connection, "principal_component", run_id, rows)


def write_prediction(
    connection: psycopg.Connection,
    run_id: int,
    sample_id: int,
    counter: NDArray[np.int64],
    prediction: Prediction,
    is_outside: NDArray[np.bool_],
    *,
    n_excluded: int,
) -> None:
    """Write the redshifts that a run predicted for the galaxies `counter`, (n,), of a sample."""
    n = len(counter)
    row = {
        "sample_id": sample_id,
        "n_galaxy": n,
        "n_excluded": n_excluded,
        "n_outside": int(is_outside.sum()),
        "code_version": versions().code,
        "predicted_at": datetime.now(UTC),
    }
    _write(connection, "prediction", run_id, [row])
    unknown = np.full(n, np.nan)
    # Rounding may carry a quantile past its neighbour, or a probability past 1, by the last digit
    quantiles = np.maximum.accumulate(prediction.quantiles, axis=1)
    columns: dict[str, NDArray[np.generic]] = {
        "run_id": np.full(n, run_id, dtype="i4"),
        "sample_id": np.full(n, sample_id, dtype="i4"),
        "counter": counter,
        "z_phot": prediction.z_phot,
        "z_err": prediction.z_err,
        **dict(zip(QUANTILE_COLUMNS, quantiles.T, strict=True)),
        "pit": unknown if prediction.pit is None else np.clip(prediction.pit, 0.0, 1.0),
        "crps": unknown if prediction.crps is None else prediction.crps,
        "is_outside": is_outside,
    }
    copy_rows(connection, "photo_z", tuple(columns), encode_rows(tuple(columns.values())))


def forget(connection: psycopg.Connection, run_id: int) -> None:
    """
    Take a run and all its results away.

    Raises
    ------
    UnknownRun
    """
    if not connection.execute("DELETE FROM survey.model_run WHERE run_id = %s", [run_id]).rowcount:
        raise UnknownRun(f"no run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview")


def _components(density: str, mixture: Mixture) -> Iterator[dict[str, object]]:
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


def _candidate(row: Candidate) -> dict[str, object]:
    return {
        "estimator": row.name,
        "n_component": row.n_component or None,
        "bic": row.bic if np.isfinite(row.bic) else None,
        "held_out": row.held_out,
        "held_out_err": row.held_out_se,
        "gain": row.gain,
        "gain_err": row.gain_se,
    }


def _comparison(row: Comparison) -> dict[str, object]:
    p_value = row.p_value if np.isfinite(row.p_value) else None
    return {
        "sample": row.sample,
        "test": row.test,
        "fold": row.fold,
        "statistic": row.statistic,
        "p_value": p_value,
    }


def _write(
    connection: psycopg.Connection, table: str, run_id: int, rows: Sequence[Mapping[str, object]]
) -> None:
    """Insert rows of one run that share their columns."""
    if rows:
        names = ["run_id", *rows[0]]
        with connection.cursor() as cursor:
            cursor.executemany(_insert(table, names), [[run_id, *row.values()] for row in rows])


def _insert(table: str, names: Sequence[str]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier("survey", table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
