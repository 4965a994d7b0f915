"""Predict a sample a page at a time, so that memory does not grow with it, and write the redshifts."""

from __future__ import annotations

import numpy as np
import psycopg

from ml import redshift_results
from ml.reading import SampleEntry, pages
from ml.redshift.methods import Estimator
from ml.stars.tasks import Progress, silent
from ml.training import Training


def predict_sample(
    connection: psycopg.Connection,
    run_id: int,
    learned: Training,
    estimator: Estimator,
    entry: SampleEntry,
    progress: Progress = silent,
) -> None:
    """
    Predict all galaxies with photometry; those whose redshift is known are scored.

    Parameters
    ----------
    connection : psycopg.Connection
        In a transaction: the counts of the prediction are written last.
    run_id : int
    learned : Training
    estimator : Estimator
        Fitted.
    entry : SampleEntry
        The sample to predict.
    progress : callable
        Called with what is done, the galaxies done and the galaxies in all.
    """
    stage = f"predicting {entry.name}"
    n_read = n_excluded = n_outside = 0
    progress(stage, 0, entry.n_galaxy)
    for page in pages(connection, entry):
        rows = page.usable(with_errors=learned.with_errors, with_redshift=False)
        if rows.any():
            galaxies = page.galaxies(rows, with_errors=learned.with_errors)
            outside = learned.domain.outside(galaxies)
            predicted = estimator.predict(galaxies)
            redshift_results.write_redshifts(
                connection, run_id, entry.sample_id, page.counter[rows], predicted, outside
            )
            n_outside += int(np.count_nonzero(outside))
        n_read += len(rows)
        n_excluded += int(np.count_nonzero(~rows))
        progress(stage, n_read, entry.n_galaxy)
    redshift_results.write_prediction(
        connection,
        run_id,
        entry.sample_id,
        n_galaxy=n_read - n_excluded,
        n_outside=n_outside,
        n_excluded=n_excluded,
    )
