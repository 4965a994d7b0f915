"""Where the benchmark works: a survey on disk, and databases of its own that are dropped again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from db import address, schema
from db.database import ensure_database
from example import ExampleSurvey, write
from loader import ledger, run
from loader.delivery import Delivery

DATABASE = "epochdb_benchmark"


@contextmanager
def fresh_database(name: str = DATABASE, *, keep: bool = False) -> Iterator[str]:
    """Make a database at head in place of one of that name; drop it in the end unless it is to be kept."""
    _drop(name)
    with address.connect(autocommit=True) as connection:
        ensure_database(connection, name)
    try:
        with address.connect(dbname=name) as connection:
            schema.upgrade(connection)
        yield name
    finally:
        if not keep:
            _drop(name)


@contextmanager
def connected(name: str, *, loading: bool = False) -> Iterator[psycopg.Connection[Any]]:
    """Connect to a benchmark's database; for loading as the loader's role, with its functions timed."""
    with address.connect(dbname=name, autocommit=True) as connection:
        if loading:
            connection.execute("SET track_functions = 'all'")
            connection.execute("SET ROLE epochdb_loader")
        yield connection


def write_survey(directory: Path, options: ExampleSurvey, jobs: int) -> Path:
    """Write the example survey, unless it is there with the very options: the same give the same bytes."""
    truth = directory / "truth" / "options.json"
    if truth.is_file() and any(directory.glob("*.csv")) and _same(json.loads(truth.read_text()), options):
        return directory
    write(directory, options, jobs=jobs, overwrite=directory.exists())
    return directory


def load(connection: psycopg.Connection[Any], directory: Path) -> None:
    """Load a survey and analyse it; a file that is refused is raised."""
    load_delivery(connection, directory, run.find([directory], ledger.bands(connection)))
    connection.execute("VACUUM (ANALYZE)")


def load_delivery(connection: psycopg.Connection[Any], directory: Path, delivery: Delivery) -> int:
    """Load a delivery, or a part of one, by a run of the loader; give its rows; a refused file is raised."""
    tally = run.load(connection, [directory], delivery, lambda *_: None)
    if tally.faults:
        raise tally.faults[0]
    return tally.n_row


def _same(written: dict[str, object], options: ExampleSurvey) -> bool:
    wanted = json.loads(json.dumps(asdict(options)))
    return all(written.get(name) == value for name, value in wanted.items())


def _drop(name: str) -> None:
    with address.connect(autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
