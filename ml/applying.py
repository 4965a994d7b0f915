"""Predict another sample by a run that is stored."""

from __future__ import annotations

import numpy as np
import psycopg

from ml.asking import ask
from ml.faults import AlreadyPredicted, ChangedInput, OtherSettings, RefitDiffers, UnknownRun
from ml.predicting import predict_sample
from ml.reading import SampleEntry, find_sample, loaded_samples
from ml.redshift.methods import Estimator, Method, methods_named
from ml.redshift.residuals import Kept
from ml.stars.tasks import Progress, silent
from ml.training import Training
from ml.weights import read_weights

# How far what a run says again may be from what it stored: the last digits differ between processors
REFIT_TOLERANCE = 1e-6
N_REFIT_CHECKED = 500


def apply(
    connection: psycopg.Connection,
    run_id: int,
    name: str,
    progress: Progress = silent,
) -> None:
    """
    Predict another sample by a run that is stored.

    What the run learned is kept with it, so that nothing is fitted again, on whatever machine. Only forests,
    whose trees take tens of megabytes, are: the same rows, settings and seed give the same fit. Either way
    the first redshifts of the training sample are compared with those that the run stored.

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
    loaded = loaded_samples(connection)
    other = find_sample(loaded, name)
    _require_new(connection, run_id, other)
    learned = Training.read(connection, find_sample(loaded, training))
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
