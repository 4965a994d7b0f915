"""Write what a run found to the tables: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from db.binary import encode_rows
from db.copy import copy_rows
from db.statement import statement
from ml.faults import UnknownRun
from ml.provenance import versions
from ml.redshift.components import PrincipalComponents
from ml.redshift.equation import Term
from ml.redshift.prediction import Prediction
from ml.redshift.sample import INPUTS
from ml.stars.mixture import ColourMixture
from ml.stars.simulate import Simulation
from ml.variables.classifier import Forest

Bools = NDArray[np.bool_]
QUANTILE_COLUMNS = ("z_q025", "z_q160", "z_q500", "z_q840", "z_q975")


@dataclass(frozen=True)
class Run:
    """
    What is kept of every run.

    Attributes
    ----------
    task : {"simulate", "photoz", "periods", "classes"}
    method : str
    seed : int
    started_at : datetime
    input_sha256 : str
        Fingerprint of the rows that were fitted.
    n_input, n_excluded : int
        Rows or light curves that were fitted, and those left out.
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
    row = {**vars(run), **versions(), "finished_at": datetime.now(UTC)}
    parameters = row.pop("parameters")
    with connection.transaction():
        insert = sql.SQL("{} RETURNING run_id").format(_insert("model_run", list(row)))
        written = connection.execute(insert, list(row.values())).fetchone()
        assert written is not None
        run_id = int(written[0])
        settings = [{"name": name, "value": str(value)} for name, value in parameters.items()]
        _write(connection, "model_parameter", run_id, settings)
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
        _write(connection, "mixture_component", run_id, _components(density, mixture))
    candidates = (*simulation.selection, *simulation.estimators)
    _write(connection, "density_candidate", run_id, map(asdict, candidates))
    _write(connection, "sample_comparison", run_id, map(asdict, simulation.comparisons))
    columns = {
        "star_number": np.arange(1, len(simulation.component) + 1, dtype="i4"),
        "y_minus_j": simulation.y_minus_j,
        "j_minus_h": simulation.j_minus_h,
        "component": (simulation.component + 1).astype("i2"),
    }
    copy_columns(connection, "simulated_star", run_id, columns)


def write_terms(connection: psycopg.Connection, run_id: int, terms: Sequence[Term]) -> None:
    """Write the equation of a linear model."""
    powers = [f"{name}_power" for name in INPUTS]
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
    rows = [
        {
            "component": k + 1,
            "explained_variance": float(found.explained_variance[k]),
            **dict(zip(INPUTS, map(float, found.axes[k]), strict=True)),
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
    *,
    n_galaxy: int,
    n_outside: int,
    n_excluded: int,
) -> None:
    """Write that a run predicted a sample: how many galaxies, and how many of them lie outside."""
    row = {
        "sample_id": sample_id,
        "n_galaxy": n_galaxy,
        "n_excluded": n_excluded,
        "n_outside": n_outside,
        "code_version": versions()["code_version"],
        "predicted_at": datetime.now(UTC),
    }
    _write(connection, "prediction", run_id, [row])


def write_redshifts(
    connection: psycopg.Connection,
    run_id: int,
    sample_id: int,
    counter: NDArray[np.int64],
    prediction: Prediction,
    outside: Bools,
) -> None:
    """Write the redshifts that a run predicted for the galaxies `counter`, (n,), of a sample."""
    # Rounding may carry a quantile past its neighbour, or a probability past 1, by the last digit
    quantiles = np.maximum.accumulate(prediction.quantiles, axis=1)
    columns = {
        "sample_id": np.full(len(counter), sample_id, dtype="i4"),
        "counter": counter,
        "z_phot": prediction.z_phot,
        "z_err": prediction.z_err,
        **dict(zip(QUANTILE_COLUMNS, quantiles.T, strict=True)),
        "pit": np.clip(prediction.pit, 0.0, 1.0),
        "crps": prediction.crps,
        "is_outside": outside,
    }
    copy_columns(connection, "photo_z", run_id, columns)


def write_forest(
    connection: psycopg.Connection,
    run_id: int,
    forest: Forest,
    names: Sequence[str],
    n_label: NDArray[np.int64],
) -> None:
    """Write a forest, its classes with the labelled sources of each, its features by name, its nodes."""
    row = {"n_tree": forest.n_tree, "power": forest.power, "n_outside_max": forest.n_outside_max}
    _write(connection, "forest", run_id, [row])
    classes = [
        {"class": str(name), "class_number": number, "n_label": int(n)}
        for number, (name, n) in enumerate(zip(forest.classes, n_label, strict=True))
    ]
    _write(connection, "forest_class", run_id, classes)
    figures = zip(names, forest.low, forest.high, forest.importance, strict=True)
    features = [
        {"feature": name, "low": float(low), "high": float(high), "importance": float(importance)}
        for name, low, high, importance in figures
    ]
    _write(connection, "forest_feature", run_id, features)
    with connection.cursor() as cursor, cursor.copy(statement("ml/forest_node")) as copy:
        copy.set_types(["int4", "int4", "int4", "int4", "text", "float8", "int4", "int4", "int2"])
        columns = (forest.tree, forest.node, forest.depth, forest.feature, forest.threshold, forest.left)
        rows = zip(*(column.tolist() for column in (*columns, forest.right, forest.label)), strict=True)
        for tree, node, depth, feature, threshold, left, right, label in rows:
            test = (names[feature], threshold, left, right, None)
            copy.write_row((run_id, tree, node, depth, *(test if label < 0 else (*[None] * 4, label))))


def copy_columns(
    connection: psycopg.Connection, table: str, run_id: int, columns: Mapping[str, NDArray[Any]]
) -> None:
    """Append many rows of one run to a table, given as its columns, (n,); NaN becomes NULL."""
    n = len(next(iter(columns.values())))
    columns = {"run_id": np.full(n, run_id, dtype="i4"), **columns}
    copy_rows(connection, table, tuple(columns), encode_rows(tuple(columns.values())))


def forget(connection: psycopg.Connection, run_id: int) -> None:
    """
    Take a run and all its results away.

    Raises
    ------
    UnknownRun
    """
    if not connection.execute("DELETE FROM survey.model_run WHERE run_id = %s", [run_id]).rowcount:
        raise UnknownRun(f"no run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview")


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


def _write(
    connection: psycopg.Connection, table: str, run_id: int, rows: Iterable[Mapping[str, object]]
) -> None:
    """Insert a few rows of one run that share their columns; NaN becomes NULL."""
    given = [{"run_id": run_id, **row} for row in rows]
    if given:
        values = [[None if _is_nan(value) else value for value in row.values()] for row in given]
        with connection.cursor() as cursor:
            cursor.executemany(_insert(table, list(given[0])), values)


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and bool(np.isnan(value))


def _insert(table: str, names: Sequence[str]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier("survey", table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
