"""Photometric redshifts from samples in the database: learn, predict, write back, and predict again later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import numpy as np
import psycopg

from ml import store
from ml.asking import ask
from ml.faults import (
    AlreadyPredicted,
    ChangedInput,
    NoEquation,
    OtherSettings,
    RefitDiffers,
    SameSample,
    UnknownRun,
)
from ml.predicting import predict_sample
from ml.reading import SampleEntry, find_sample, read_sample
from ml.redshift.components import principal_components
from ml.redshift.equation import Term, written
from ml.redshift.methods import BEST, Estimator, Method, methods_named
from ml.redshift.residuals import Kept, WithResiduals
from ml.stars.tasks import Progress, silent
from ml.training import Training
from ml.weights import read_weights, write_weights

# The method whose run carries the principal components of its training sample
LINEAR = "linear"
QUICK = (LINEAR, BEST)
# How far what a run says again may be from what it stored: the last digits differ between processors
REFIT_TOLERANCE = 1e-6
N_REFIT_CHECKED = 500


def train(
    connection: psycopg.Connection,
    training: str,
    test: str | None,
    methods: Sequence[Method],
    seeds: Sequence[int],
    progress: Progress = silent,
    tell: Callable[[str], None] = lambda _: None,
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
    tell : callable
        Called with each remark on the training sample, such as that it is small.

    Raises
    ------
    SameSample, UnknownSample, TooFewGalaxies, NothingToLearn, MissingErrors
    """
    if training == test:
        raise SameSample(
            f"sample {training!r} is both learned from and tested on, expected two; the errors on the sample"
            " learned from are given anyway: leave --test out, or name another sample"
        )
    learned = Training.read(connection, training)
    other = find_sample(connection, test) if test else None
    if other:
        learned.require_errors(other)
    for remark in learned.remarks:
        tell(remark)
    plan = [(method, seed) for method in methods for seed in (seeds if method.is_random else seeds[:1])]
    runs = []
    for done, (method, seed) in enumerate(plan):
        progress(f"{training} {method.name} seed {seed}", done, len(plan))
        runs.append(_train_one(connection, learned, other, method, seed))
    progress(training, len(plan), len(plan))
    return runs


def apply(
    connection: psycopg.Connection,
    run_id: int,
    name: str,
    progress: Progress = silent,
) -> None:
    """
    Predict another sample by a run that is stored.

    What the run learned is kept with it, so that nothing is fitted again, on whatever machine. Only methods
    of trees, whose fits take tens of megabytes, are: the same rows, settings and seed give the same fit.
    Either way the first redshifts of the training sample are compared with those that the run stored.

    Parameters
    ----------
    connection : psycopg.Connection
        In autocommit mode, as the role epochdb_ml.
    run_id : int
    name : str
        Of the sample.
    progress : callable
        Called with what is done, the galaxies done and the galaxies in all.

    Raises
    ------
    UnknownRun, UnknownSample, AlreadyPredicted, ChangedInput, OtherSettings, RefitDiffers, MissingErrors
    """
    found = ask(connection, "photoz_run", run_id=run_id)
    if not found:
        raise UnknownRun(
            f"no photoz run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview"
        )
    method_name, seed, training, input_sha256 = found[0]
    (method,) = methods_named([method_name])
    other = find_sample(connection, name)
    _require_new(connection, run_id, other)
    learned = Training.read(connection, training)
    if learned.fingerprint() != input_sha256:
        message = f"sample {training!r} is not what run {run_id} was fitted to (SHA-256 differs); train anew"
        raise ChangedInput(message)
    learned.require_errors(other)
    estimator = method.make(int(seed))
    kept = read_weights(connection, run_id)
    if kept and isinstance(estimator, Kept):
        estimator.restore(kept, learned.galaxies)
    else:
        _require_settings(connection, run_id, method)
        progress(f"fitting {method.name} again", 0, 1)
        estimator.fit(learned.galaxies)
    _require_same(connection, run_id, learned, estimator)
    with connection.transaction():
        predict_sample(connection, run_id, learned, estimator, other, progress)


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
    connection: psycopg.Connection, learned: Training, other: SampleEntry | None, method: Method, seed: int
) -> int:
    started_at = datetime.now(UTC)
    estimator = method.make(seed)
    estimator.fit(learned.galaxies)
    run = store.Run(
        task="photoz",
        method=method.name,
        seed=seed,
        started_at=started_at,
        input_sha256=learned.fingerprint(),
        n_input=len(learned.galaxies),
        n_excluded=int((~learned.rows).sum()),
        parameters=method.parameters,
        training_sample_id=learned.sample.entry.sample_id,
    )
    with store.new_run(connection, run) as run_id:
        _write_model(connection, run_id, estimator)
        predict_sample(connection, run_id, learned, estimator, learned.sample.entry)
        if other:
            predict_sample(connection, run_id, learned, estimator, other)
            if method.name == LINEAR:
                _write_components(connection, run_id, learned, other)
    return run_id


def _write_model(connection: psycopg.Connection, run_id: int, estimator: Estimator) -> None:
    """Write what a fit learned, to predict again, and what it chose, where that can be told in numbers."""
    fitted = estimator.method if isinstance(estimator, WithResiduals) else estimator
    store.write_terms(connection, run_id, getattr(fitted, "terms", ()))
    chosen = {name: getattr(fitted, name, None) for name in ("degree", "alpha")}
    figures = {name: value for name, value in chosen.items() if value is not None}
    store.write_metrics(connection, run_id, {**figures, **getattr(fitted, "figures", {})})
    if isinstance(estimator, Kept):
        write_weights(connection, run_id, estimator.arrays())


def _write_components(
    connection: psycopg.Connection, run_id: int, learned: Training, other: SampleEntry
) -> None:
    sample = read_sample(connection, other.name)
    rows = sample.usable(with_errors=False, with_redshift=True)
    if rows.any():
        test = sample.galaxies(rows, with_errors=False)
        store.write_components(connection, run_id, principal_components(learned.galaxies, test))


def _require_new(connection: psycopg.Connection, run_id: int, other: SampleEntry) -> None:
    before = ask(connection, "already_predicted", run_id=run_id, sample_id=other.sample_id)
    if before:
        raise AlreadyPredicted(
            f"run {run_id} predicted sample {other.name!r} on {before[0][0]:%Y-%m-%d %H:%M}, and the same"
            f" run gives the same redshifts: SELECT * FROM science.photo_z_truth WHERE run_id = {run_id} AND"
            f" sample = '{other.name}'"
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
    of_sample = {"run_id": run_id, "sample_id": learned.sample.entry.sample_id, "n": N_REFIT_CHECKED}
    stored = dict(ask(connection, "stored_redshift", **of_sample))
    rows = learned.rows & np.isin(learned.sample.counter, list(stored))
    again = estimator.predict(learned.sample.galaxies(rows, with_errors=learned.with_errors)).z_phot
    before = np.array([stored[counter] for counter in learned.sample.counter[rows]])
    difference = float(np.abs(again - before).max(initial=0.0))
    if not difference <= REFIT_TOLERANCE:
        raise RefitDiffers(
            f"run {run_id} differs on its training sample from its stored redshifts by up to"
            f" {difference:.2g}, expected at most {REFIT_TOLERANCE:g}; other versions of code or libraries"
            " are at work, or for trees another processor: train anew"
        )
