"""Photometric redshifts from samples in the database: learn, predict, write back, and predict again later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml import store
from ml.faults import (
    ChangedInput,
    MissingErrors,
    NoEquation,
    OtherSettings,
    RefitDiffers,
    UnknownMethods,
    UnknownRun,
    UnknownSample,
)
from ml.reading import Sample, read_sample
from ml.redshift.components import principal_components
from ml.redshift.domain import TrainingDomain
from ml.redshift.equation import Term, written
from ml.redshift.methods import BEST, METHODS, Estimator, Method
from ml.redshift.prediction import Prediction
from ml.redshift.residuals import WithResiduals
from ml.redshift.sample import Galaxies
from ml.stars.tasks import Progress, silent

# The method whose run carries the principal components of its training sample
LINEAR = "linear"
QUICK = (LINEAR, BEST)
# How far a repeated fit may be from the stored one: the last digits differ between processors
REFIT_TOLERANCE = 1e-6
N_REFIT_CHECKED = 500

_RUN = (
    "SELECT r.method, r.seed, r.training_sample, r.input_sha256 FROM science.run_overview AS r"
    " WHERE r.run_id = %s AND r.task = 'photoz'"
)
_PARAMETERS = "SELECT name, value FROM survey.model_parameter WHERE run_id = %s"
_STORED = (
    "SELECT counter, z_phot FROM survey.photo_z WHERE run_id = %s AND sample_id = %s"
    " ORDER BY counter LIMIT %s"
)
_TERMS = (
    "SELECT mag_r_power, u_minus_g_power, g_minus_r_power, r_minus_i_power, i_minus_z_power, coefficient"
    " FROM science.linear_equation WHERE run_id = %s ORDER BY term"
)


@dataclass(frozen=True)
class Training:
    """
    A training sample, ready to learn from.

    Attributes
    ----------
    sample : Sample
    rows : bool array (n,)
        The galaxies that have all that is needed.
    galaxies : Galaxies
        Those.
    domain : TrainingDomain
        Where they lie.
    """

    sample: Sample
    rows: NDArray[np.bool_]
    galaxies: Galaxies
    domain: TrainingDomain

    @classmethod
    def read(cls, connection: psycopg.Connection, name: str) -> Training:
        """Read a sample that has redshifts; errors count as inputs where there are any."""
        sample = read_sample(connection, name)
        rows = sample.usable(with_errors=sample.has_errors, with_redshift=True)
        if rows.sum() < 2:
            found = f"sample {name!r}: {int(rows.sum())} galaxies with photometry and z_spec"
            raise UnknownSample(f"{found}, expected many; train on a sample with redshifts")
        galaxies = sample.galaxies(rows, with_errors=sample.has_errors)
        return cls(sample, rows, galaxies, TrainingDomain(galaxies))


def methods_named(names: Sequence[str]) -> list[Method]:
    """Look methods up; raise `UnknownMethods` with the names there are."""
    unknown = [name for name in names if name not in METHODS]
    if unknown:
        raise UnknownMethods(f"no method {', '.join(unknown)}; expected some of {', '.join(METHODS)}")
    return [METHODS[name] for name in names]


def train(
    connection: psycopg.Connection,
    training: str,
    test: str | None,
    methods: Sequence[Method],
    seeds: Sequence[int],
    progress: Progress = silent,
) -> list[int]:
    """
    Train methods, each with every seed if it is random, predict both samples, and give the runs' numbers.

    Parameters
    ----------
    connection : psycopg.Connection
        In autocommit mode, as the role epochdb_ml. Each run is written in a transaction of its own.
    training, test : str
        Names of samples; without a test sample only the training sample is predicted.
    methods : sequence of Method
    seeds : sequence of int
    progress : callable
        Called with the method and seed at work, the runs done and the runs in all.

    Raises
    ------
    UnknownSample, MissingErrors
    """
    learned = Training.read(connection, training)
    other = read_sample(connection, test) if test else None
    if other:
        _require_errors(learned, other)
    plan = [(method, seed) for method in methods for seed in (seeds if method.is_random else seeds[:1])]
    runs = []
    for done, (method, seed) in enumerate(plan):
        progress(f"{training} {method.name} seed {seed}", done, len(plan))
        runs.append(_train_one(connection, learned, other, method, seed))
    progress(training, len(plan), len(plan))
    return runs


def apply(connection: psycopg.Connection, run_id: int, name: str) -> int:
    """
    Predict another sample by a run that is stored, and give the number of galaxies predicted.

    The method is fitted again, as the same rows, settings and seed give the same fit; each of the three is
    checked, and the redshifts of the training sample are compared with those that the run stored.

    Raises
    ------
    UnknownRun, UnknownSample, ChangedInput, OtherSettings, RefitDiffers, MissingErrors
    psycopg.errors.UniqueViolation
        The run has predicted that sample already.
    """
    found = connection.execute(_RUN, [run_id]).fetchone()
    if found is None:
        raise UnknownRun(
            f"no photoz run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview"
        )
    method_name, seed, training, input_sha256 = found
    (method,) = methods_named([method_name])
    _require_settings(connection, run_id, method)
    learned = Training.read(connection, training)
    if learned.sample.fingerprint(learned.rows) != input_sha256:
        message = f"sample {training!r} is not what run {run_id} was fitted to (SHA-256 differs); train anew"
        raise ChangedInput(message)
    other = read_sample(connection, name)
    _require_errors(learned, other)
    estimator = method.make(int(seed))
    estimator.fit(learned.galaxies)
    _require_same(connection, run_id, learned, estimator)
    with connection.transaction():
        return _predict(connection, run_id, learned, estimator, other)


def equation(connection: psycopg.Connection, run_id: int) -> str:
    """
    Give the equation of a linear run as in a paper.

    Raises
    ------
    NoEquation
    """
    rows = connection.execute(_TERMS, [run_id]).fetchall()
    if not rows:
        raise NoEquation(
            f"run {run_id} has no equation; those that have one: SELECT DISTINCT run_id"
            " FROM science.linear_equation"
        )
    return written(tuple(Term(tuple(row[:5]), row[5]) for row in rows))


def _train_one(
    connection: psycopg.Connection, learned: Training, other: Sample | None, method: Method, seed: int
) -> int:
    started_at = datetime.now(UTC)
    estimator = method.make(seed)
    estimator.fit(learned.galaxies)
    run = store.Run(
        task="photoz",
        method=method.name,
        seed=seed,
        started_at=started_at,
        input_sha256=learned.sample.fingerprint(learned.rows),
        n_input=len(learned.galaxies),
        n_excluded=int((~learned.rows).sum()),
        parameters=method.parameters,
        training_sample_id=learned.sample.sample_id,
    )
    with store.new_run(connection, run) as run_id:
        _write_model(connection, run_id, estimator)
        _predict(connection, run_id, learned, estimator, learned.sample)
        if other:
            _predict(connection, run_id, learned, estimator, other)
            _write_components(connection, run_id, method, learned, other)
    return run_id


def _predict(
    connection: psycopg.Connection, run_id: int, learned: Training, estimator: Estimator, sample: Sample
) -> int:
    """Predict all galaxies with photometry; score those whose redshift is known."""
    with_errors = learned.galaxies.mag_errors is not None
    rows = sample.usable(with_errors=with_errors, with_redshift=False)
    known = rows & sample.usable(with_errors=with_errors, with_redshift=True)
    excluded = int((~rows).sum())
    parts = [part for part in (known, rows & ~known) if part.any()]
    found = [sample.galaxies(part, with_errors=with_errors) for part in parts]
    predicted = _joined([estimator.predict(galaxies) for galaxies in found])
    outside = np.concatenate([learned.domain.outside(galaxies) for galaxies in found] or [np.zeros(0, bool)])
    counter = np.concatenate([sample.counter[part] for part in parts] or [sample.counter[:0]])
    store.write_prediction(
        connection, run_id, sample.sample_id, counter, predicted, outside, n_excluded=excluded
    )
    return len(counter)


def _joined(parts: list[Prediction]) -> Prediction:
    if not parts:
        return Prediction(np.empty(0), np.empty(0), np.empty((0, 5)))

    def join(name: str) -> NDArray[np.float64]:
        columns = [(getattr(part, name), len(part.z_phot)) for part in parts]
        return np.concatenate([np.full(n, np.nan) if column is None else column for column, n in columns])

    return Prediction(join("z_phot"), join("z_err"), join("quantiles"), join("pit"), join("crps"))


def _write_model(connection: psycopg.Connection, run_id: int, estimator: Estimator) -> None:
    """Write what a fit chose, where it chose something that can be told in numbers."""
    if not isinstance(estimator, WithResiduals):
        figures = {name: getattr(estimator, name, np.nan) for name in ("stretch", "half_width")}
        store.write_metrics(connection, run_id, figures)
        return
    terms = getattr(estimator.method, "terms", None)
    if terms:
        store.write_terms(connection, run_id, terms)
        chosen = {name: getattr(estimator.method, name, None) for name in ("degree", "alpha")}
        store.write_metrics(connection, run_id, {k: v for k, v in chosen.items() if v is not None})


def _write_components(
    connection: psycopg.Connection, run_id: int, method: Method, learned: Training, other: Sample
) -> None:
    rows = other.usable(with_errors=False, with_redshift=True)
    if method.name == LINEAR and rows.any():
        test = other.galaxies(rows, with_errors=False)
        store.write_components(connection, run_id, principal_components(learned.galaxies, test))


def _require_errors(learned: Training, other: Sample) -> None:
    if learned.galaxies.mag_errors is not None and not other.has_errors:
        raise MissingErrors(
            f"sample {other.name!r} has no magnitude errors, but {learned.sample.name!r} has and the methods "
            "learn from them; train on a sample without errors, or deliver dmag_u to dmag_z"
        )


def _require_settings(connection: psycopg.Connection, run_id: int, method: Method) -> None:
    stored: dict[str, str] = dict(connection.execute(_PARAMETERS, [run_id]).fetchall())
    current = {name: str(value) for name, value in method.parameters.items()}
    if stored != current:
        names = sorted(set(stored.items()) ^ set(current.items()))
        different = ", ".join(dict.fromkeys(name for name, _ in names))
        raise OtherSettings(
            f"run {run_id} was made with other settings of {method.name} ({different}); train anew"
        )


def _require_same(
    connection: psycopg.Connection, run_id: int, learned: Training, estimator: Estimator
) -> None:
    stored: dict[int, float] = dict(
        connection.execute(_STORED, [run_id, learned.sample.sample_id, N_REFIT_CHECKED]).fetchall()
    )
    with_errors = learned.galaxies.mag_errors is not None
    rows = learned.rows & np.isin(learned.sample.counter, list(stored))
    again = estimator.predict(learned.sample.galaxies(rows, with_errors=with_errors)).z_phot
    before = np.array([stored[counter] for counter in learned.sample.counter[rows]])
    difference = float(np.abs(again - before).max(initial=0.0))
    if not difference <= REFIT_TOLERANCE:
        raise RefitDiffers(
            f"run {run_id}, fitted again, differs from its stored redshifts by up to {difference:.2g}, "
            f"expected at most {REFIT_TOLERANCE:g}; other versions of code or libraries are at work: "
            "train anew"
        )
