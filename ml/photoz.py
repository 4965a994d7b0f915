"""Photometric redshifts from samples in the database: learn, predict, write back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import psycopg

from ml import redshift_results, store
from ml.asking import ask
from ml.faults import NoEquation, SameSample
from ml.predicting import predict_sample
from ml.reading import SampleEntry, find_sample, loaded_samples, read_sample
from ml.redshift.components import principal_components
from ml.redshift.equation import Term, written
from ml.redshift.methods import BEST, Estimator, Method
from ml.redshift.residuals import Kept, WithResiduals
from ml.stars.tasks import Progress, silent
from ml.training import Training
from ml.weights import write_weights

# The method whose run carries the principal components of its training sample
LINEAR = "linear"
QUICK = (LINEAR, BEST)


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
    loaded = loaded_samples(connection)
    learned = Training.read(connection, find_sample(loaded, training))
    other = find_sample(loaded, test) if test else None
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
    redshift_results.write_terms(connection, run_id, getattr(fitted, "terms", ()))
    chosen = {name: getattr(fitted, name, None) for name in ("degree", "alpha")}
    figures = {name: value for name, value in chosen.items() if value is not None}
    store.write_metrics(connection, run_id, {**figures, **getattr(fitted, "figures", {})})
    if isinstance(estimator, Kept):
        write_weights(connection, run_id, estimator.arrays())


def _write_components(
    connection: psycopg.Connection, run_id: int, learned: Training, other: SampleEntry
) -> None:
    sample = read_sample(connection, other)
    rows = sample.usable(with_errors=False, with_redshift=True)
    if rows.any():
        test = sample.galaxies(rows, with_errors=False)
        redshift_results.write_components(connection, run_id, principal_components(learned.galaxies, test))
