"""Write what a run found about redshifts: equation, principal components, predictions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml.provenance import versions
from ml.redshift.components import PrincipalComponents
from ml.redshift.equation import Term
from ml.redshift.prediction import Prediction
from ml.redshift.sample import INPUTS
from ml.store import copy_columns, write_rows

Bools = NDArray[np.bool_]
QUANTILE_COLUMNS = ("z_q025", "z_q160", "z_q500", "z_q840", "z_q975")


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
    write_rows(connection, "linear_term", run_id, rows)


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
    write_rows(connection, "principal_component", run_id, rows)


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
    write_rows(connection, "prediction", run_id, [row])


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
