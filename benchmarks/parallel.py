"""Several loaders at once on one delivery."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import place
from benchmarks.statements import statement


class LoaderFailed(RuntimeError):
    """A loader did not end well."""


def rate(directory: Path, n_process: int, jobs: int) -> float:
    """
    Load a delivery with several loaders, each over `jobs` connections, into a database of their own.

    Gives detections/s.

    The time is that of the ledger, from the first loader's beginning to the last one's end: interpreters
    starting up are not in it.
    """
    with place.fresh_database(f"{place.DATABASE}_{n_process}_{jobs}") as name:
        load(name, directory, n_process, jobs)
        return _ledger_rate(name)


def load(name: str, directory: Path, n_process: int, jobs: int) -> None:
    """Load a delivery into a database with several loaders, each over `jobs` connections."""
    environment = {**os.environ, **_address(name)}
    command = [sys.executable, "-m", "loader", "--jobs", str(jobs), str(directory)]
    loaders = [
        subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for _ in range(n_process)
    ]
    for loader in loaders:
        _, errors = loader.communicate()
        if loader.returncode:
            raise LoaderFailed(f"one of {n_process} loaders ended with {loader.returncode}: {errors[-1000:]}")


def tenths(connection: psycopg.Connection[Any]) -> list[tuple[int, int, float]]:
    """Give each tenth of a load: its number, its rows, and its rate [detections/s]."""
    return connection.execute(statement("loading", "tenths").encode()).fetchall()


def _ledger_rate(name: str) -> float:
    """Give the rate of all loads of a database together, by their ledger [detections/s]."""
    with place.connected(name) as connection:
        found = connection.execute(statement("loading", "elapsed").encode()).fetchone()
        assert found is not None
        seconds, n_row = found
        return float(n_row / seconds)


def _address(name: str) -> dict[str, str]:
    """Name the server and the database in libpq's environment, for processes of their own."""
    with place.connected(name) as connection:
        info = connection.info
        return {
            "PGHOST": info.host,
            "PGPORT": str(info.port),
            "PGUSER": info.user,
            "PGPASSWORD": info.password,
            "PGDATABASE": name,
        }
