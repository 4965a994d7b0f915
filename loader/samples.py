"""Samples of galaxies and the ledger: which are in, and how one goes in or gives way to another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from db.binary import encode_rows
from db.copy import copy_rows
from db.statement import statement
from loader.faults import (
    ChangedSample,
    RejectedFile,
    RepeatedSample,
    SampleInUse,
    UnknownRole,
    whole_path,
)
from loader.galaxies import Galaxies
from loader.ledger import Outcome

SUFFIXES = (".vot", ".votable", ".xml")
ROLES = ("training", "test", "application")
_ENDING = re.compile(r"_([AB])(?:_with_errors)?$", re.IGNORECASE)
_ROLE_OF_ENDING = {"A": "training", "B": "test"}


@dataclass(frozen=True)
class Sample:
    """A file with a sample of galaxies, the sample's name, and what it is for."""

    path: Path
    name: str
    role: str


def is_sample(path: Path) -> bool:
    """Tell by its name whether a file is a VOTable."""
    return path.name.lower().removesuffix(".gz").removesuffix(".bz2").endswith(SUFFIXES)


def find(
    paths: Sequence[Path], name: str | None, role: str | None
) -> tuple[list[Sample], list[RejectedFile]]:
    """
    Give the samples among paths, and those whose role cannot be told.

    Parameters
    ----------
    paths : sequence of Path
        VOTables; other paths are passed over, unless `name` says that the only path is a sample.
    name, role : str, optional
        Without them a sample is called as its file, and its role is told by the ending _A (training) or
        _B (test) of that name.
    """
    samples: list[Sample] = []
    faults: list[RejectedFile] = []
    for path in paths:
        stem = re.sub(
            r"\.(vot|votable|xml)$", "", re.sub(r"\.(gz|bz2)$", "", path.name, flags=re.I), flags=re.I
        )
        ending = _ENDING.search(stem)
        told = role or (_ROLE_OF_ENDING[ending[1].upper()] if ending else None)
        if told:
            samples.append(Sample(path, name or stem, told))
        else:
            expected = "one that ends in _A (training) or _B (test)"
            remedy = "Say what it is for: --role training, test or application."
            faults.append(UnknownRole(path, "its name", stem, expected, remedy))
    return samples, faults


def check(connection: psycopg.Connection, sample: Sample, sha256: str, *, replace: bool) -> Outcome:
    """
    Tell what loading a sample would do, by the ledger.

    Raises
    ------
    ChangedSample
        If the name is loaded with other contents or another role and is not to be replaced.
    SampleInUse
        If it would be replaced but runs of python -m ml are based on it.
    RepeatedSample
        If the same contents are loaded under another name.
    """
    asked = {"name": sample.name, "sha256": sha256}
    loaded = {row[0]: (row[1], row[2]) for row in connection.execute(statement("load/same_sample"), asked)}
    mine = loaded.pop(sample.name, None)
    if mine == (sha256, sample.role):
        return Outcome.UNCHANGED
    if loaded:
        found, remedy = f"the contents of sample {next(iter(loaded))}", "Load it once, under one name."
        raise RepeatedSample(sample.path, f"sample {sample.name}", found, "a sample of its own", remedy)
    if mine is None:
        return Outcome.LOADED
    if not replace:
        found = f"SHA-256 {sha256}, {sample.role}, where {mine[0]}, {mine[1]}, is loaded"
        remedy = "Load with --replace to put this in its place, or under another name with --sample."
        raise ChangedSample(sample.path, f"sample {sample.name}", found, "what is loaded already", remedy)
    _refuse_in_use(connection, sample)
    return Outcome.REPLACED


def add(
    connection: psycopg.Connection,
    sample: Sample,
    galaxies: Galaxies,
    sha256: str,
    load_id: int,
    *,
    replace: bool,
) -> Outcome:
    """
    Load a sample in one transaction, whole or not at all.

    Parameters
    ----------
    connection : psycopg.Connection
        A connection in autocommit mode.
    sample, galaxies, sha256
        The sample, its columns and the hash of its contents.
    load_id : int
        The run that loads it.
    replace : bool
        Whether what is loaded under the same name gives way.

    Raises
    ------
    ChangedSample, SampleInUse, RepeatedSample
        As `check`.
    """
    with connection.transaction():
        # One at a time; who only reads cannot take this lock
        connection.execute("LOCK TABLE survey.galaxy_sample IN SHARE ROW EXCLUSIVE MODE")
        outcome = check(connection, sample, sha256, replace=replace)
        if outcome is Outcome.UNCHANGED:
            return outcome
        entered = {
            **vars(sample),
            "path": whole_path(sample.path),
            "sha256": sha256,
            "n_galaxy": len(galaxies["counter"]),
            "load_id": load_id,
        }
        connection.execute(statement("load/forget_sample"), entered)
        row = connection.execute(statement("load/new_sample"), entered).fetchone()
        assert row is not None
        columns = {"sample_id": (galaxies["counter"] * 0 + row[0]).astype("i4"), **galaxies}
        copy_rows(connection, "galaxy", tuple(columns), encode_rows(tuple(columns.values())))
    return outcome


def _refuse_in_use(connection: psycopg.Connection, sample: Sample) -> None:
    found = connection.execute(statement("load/runs_of_sample"), {"name": sample.name})
    runs = [str(row[0]) for row in found]
    if runs:
        raise SampleInUse(
            sample.path,
            f"sample {sample.name}",
            f"runs {', '.join(runs)} that are based on it",
            "a sample that no run needs",
            "Load it under another name with --sample, or forget the runs first: python -m ml forget RUN.",
        )
