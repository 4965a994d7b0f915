"""What a search found as tables, packed while it goes on, and into the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from itertools import islice
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml import store
from ml.variables.candidates import Candidate
from ml.variables.description import Description
from ml.variables.strongest import Period

Answer = tuple[Period, tuple[Candidate, ...], Description]
COLUMNS = [field.name for field in fields(Period)]
PERIOD = np.dtype(list(zip(COLUMNS, ("i8", "f8", "f8", "f8", "f8", "f8", "i4", "i2", "f8"), strict=True)))
CANDIDATE = np.dtype(
    [
        ("source_id", "i8"), ("period", "f8"), ("criterion", "f8"), ("rank", "i2"), ("n_harmonic", "i2"),
        ("relation", "S16"),
    ]
)  # fmt: skip
MODEL = [field.name for field in fields(Description)]
BATCH = 1000  # sources whose answers are kept as objects; a hundred thousand would take a gigabyte


@dataclass(frozen=True)
class Tables:
    """Rows of survey.period, survey.candidate_period and survey.harmonic_model, but for the run."""

    period: NDArray[np.void]
    candidate: NDArray[np.void]
    model: NDArray[np.float64]


def tables_of(answers: Iterable[Answer]) -> Tables:
    """Pack answers, a batch at a time."""
    parts, rest = [], iter(answers)
    while batch := list(islice(rest, BATCH)):
        parts.append(_packed(batch))
    return Tables(
        np.concatenate([part.period for part in parts]),
        np.concatenate([part.candidate for part in parts]),
        np.concatenate([part.model for part in parts]),
    )


def _packed(batch: list[Answer]) -> Tables:
    candidates = [
        (period.source_id, c.period, c.criterion, rank, c.n_harmonic, c.relation.encode())
        for period, found, _ in batch
        for rank, c in enumerate(found, start=1)
    ]
    return Tables(
        np.array([astuple(period) for period, *_ in batch], PERIOD),
        np.array(candidates, CANDIDATE),
        np.array([astuple(description) for *_, description in batch]),
    )


def write_tables(connection: psycopg.Connection, run_id: int, found: Tables) -> None:
    """Write the rows of a run."""
    store.copy_columns(connection, "period", run_id, {name: found.period[name] for name in COLUMNS})
    models: dict[str, Any] = dict(zip(MODEL, found.model.T, strict=True))
    store.copy_columns(
        connection, "harmonic_model", run_id, {"source_id": found.period["source_id"], **models}
    )
    # A binary COPY takes texts of one length at a time.
    for relation in np.unique(found.candidate["relation"]):
        rows = found.candidate[found.candidate["relation"] == relation]
        columns: dict[str, Any] = {name: rows[name] for name in CANDIDATE.names or ()}
        columns["relation"] = np.full(len(rows), relation)
        store.copy_columns(connection, "candidate_period", run_id, columns)
