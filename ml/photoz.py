"""Photometric redshifts from samples in the database: learn, predict, write back, and predict again later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml import store
from ml.asking import ask
from ml.faults import (
    ChangedInput,
    MissingErrors,
    NoEquation,
    OtherSettings,
    RefitDiffers,
    UnknownRun,
    UnknownSample,
)
from ml.reading import GalaxySample, read_sample
from ml.redshift.components import principal_components
from ml.redshift.domain import TrainingDomain
from ml.redshift.equation import Term, written
from ml.redshift.methods import BEST, Estimator, Method, methods_named
from ml.redshift.residuals import WithResiduals
from ml.redshift.sample import Galaxies
from ml.stars.tasks import Progress, silent

# The method whose run carries the principal components of its training sample
LINEAR = "linear"
QUICK = (LINEAR, BEST)
# How far a repeated fit may be from the stored one: the last digits differ between processors
REFIT_TOLERANCE = 1e-6
N_REFIT_CHECKED = 500


@dataclass(frozen=True)
class Training:
    """
    A training sample, ready to learn from.

    Attributes
    ----------
    sample : GalaxySample
    rows : bool array (n,)
        The galaxies that have all that is needed.
    galaxies : Galaxies
        Those.
    domain : TrainingDomain
        Where they lie.
    """

    sample: GalaxySample
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

    @property
    def with_errors(self) -> bool:
        """Whether magnitude errors are learned from."""
        return self.galaxies.mag_errors is not None


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


def apply(connection: psycopg.Connection, run_id: int, name: str) -> None:
    """
    Predict another sample by a run that is stored.

    The method is fitted again, as the same rows, settings and seed give the same fit; each of the three is
    checked, and the redshifts of the training sample are compared with those that the run stored.

    Raises
    ------
    UnknownRun, UnknownSample, ChangedInput, OtherSettings, RefitDiffers, MissingErrors
    psycopg.errors.UniqueViolation
        The run has predicted that sample already.
    """
    found = ask(connection, "photoz_run", run_id=run_id)
    if not found:
        raise UnknownRun(
            f"no photoz run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview"
        )
    method_name, seed, training, input_sha256 = found[0]
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
        _predict(connection, run_id, learned, estimator, other)


def equation(connection: psycopg.Connection, run_id: int) -> str:
    """
    Give the equation of a linear run as in a paper.

    Raises
    ------
    NoEquation
    """
    rows = ask(connection, "linear_term", run_id=run_id)
    if not rows:
        raise NoEquation(
            f"run {run_id} has no equation; those that have one: SELECT DISTINCT run_id"
            " FROM science.linear_equation"
        )
    return written(tuple(Term(tuple(row[:5]), row[5]) for row in rows))


def _train_one(
    connection: psycopg.Connection, learned: Training, other: GalaxySample | None, method: Method, seed: int
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
    connection: psycopg.Connection,
    run_id: int,
    learned: Training,
    estimator: Estimator,
    sample: GalaxySample,
) -> None:
    """Predict all galaxies with photometry; those whose redshift is known are scored."""
    rows = sample.usable(with_errors=learned.with_errors, with_redshift=False)
    galaxies = sample.galaxies(rows, with_errors=learned.with_errors)
    outside = learned.domain.outside(galaxies) if rows.any() else np.zeros(0, dtype=bool)
    store.write_prediction(
        connection, run_id, sample.sample_id, outside=outside, n_excluded=int((~rows).sum())
    )
    if rows.any():
        predicted = estimator.predict(galaxies)
        store.write_redshifts(connection, run_id, sample.sample_id, sample.counter[rows], predicted, outside)


def _write_model(connection: psycopg.Connection, run_id: int, estimator: Estimator) -> None:
    """Write what a fit chose, where it chose something that can be told in numbers."""
    fitted = estimator.method if isinstance(estimator, WithResiduals) else estimator
    store.write_terms(connection, run_id, getattr(fitted, "terms", ()))
    chosen = {name: getattr(fitted, name, None) for name in ("stretch", "half_width", "degree", "alpha")}
    store.write_metrics(connection, run_id, {k: v for k, v in chosen.items() if v is not None})


def _write_components(
    connection: psycopg.Connection, run_id: int, method: Method, learned: Training, other: GalaxySample
) -> None:
    rows = other.usable(with_errors=False, with_redshift=True)
    if method.name == LINEAR and rows.any():
        test = other.galaxies(rows, with_errors=False)
        store.write_components(connection, run_id, principal_components(learned.galaxies, test))


def _require_errors(learned: Training, other: GalaxySample) -> None:
    if learned.with_errors and not other.has_errors:
        raise MissingErrors(
            f"sample {other.name!r} has no magnitude errors, but {learned.sample.name!r} has and the methods "
            "learn from them; train on a sample without errors, or deliver dmag_u to dmag_z"
        )


def _require_settings(connection: psycopg.Connection, run_id: int, method: Method) -> None:
    stored = set(ask(connection, "parameter", run_id=run_id))
    current = {(name, str(value)) for name, value in method.parameters.items()}
    if stored != current:
        different = ", ".join(sorted({name for name, _ in stored ^ current}))
        raise OtherSettings(
            f"run {run_id} was made with other settings of {method.name} ({different}); train anew"
        )


def _require_same(
    connection: psycopg.Connection, run_id: int, learned: Training, estimator: Estimator
) -> None:
    of_sample = {"run_id": run_id, "sample_id": learned.sample.sample_id, "n": N_REFIT_CHECKED}
    stored = dict(ask(connection, "stored_redshift", **of_sample))
    rows = learned.rows & np.isin(learned.sample.counter, list(stored))
    again = estimator.predict(learned.sample.galaxies(rows, with_errors=learned.with_errors)).z_phot
    before = np.array([stored[counter] for counter in learned.sample.counter[rows]])
    difference = float(np.abs(again - before).max(initial=0.0))
    if not difference <= REFIT_TOLERANCE:
        raise RefitDiffers(
            f"run {run_id}, fitted again, differs from its stored redshifts by up to {difference:.2g}, "
            f"expected at most {REFIT_TOLERANCE:g}; other versions of code or libraries are at work: "
            "train anew"
        )
