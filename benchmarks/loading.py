"""Loading by the loader's own code: what each phase takes."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg

from benchmarks.clock import Spent, Stopwatch, process_seconds
from benchmarks.statements import statement
from loader import adding, groups, ledger, ordering, run
from loader.delivery import Catalogue

# What each of the loader's functions is a phase of
_PHASES = (
    (groups, "read_contents", "read"),
    (groups, "hash_contents", "hash"),
    (groups, "read_detections", "check and convert"),
    (ordering, "measure", "measure"),
    (ordering, "encode_rows", "encode"),
    (adding, "copy_pieces", "copy"),
    (adding, "add", "transaction"),
)


@dataclass(frozen=True)
class Load:
    """
    A whole load.

    Attributes
    ----------
    n_row : int
        Detections loaded.
    wall, server : float
        From the first file to the last commit; processor time of the server's process [s].
    phases : dict of str to Spent
        Time of each phase; those before `copy` overlap with the server's work, in a thread of their own.
    functions : dict of str to float
        Time that each of the database's functions took itself [s].
    """

    n_row: int
    wall: float
    server: float
    phases: dict[str, Spent]
    functions: dict[str, float]


def load(connection: psycopg.Connection[Any], directory: Path) -> Load:
    """Load a delivery as ``python -m loader`` does, and watch it."""
    backend = connection.info.backend_pid
    watch = Stopwatch(backend)
    begun, server_begun = time.perf_counter(), process_seconds(backend)

    def report(catalogue: object, outcome: object, *_: object) -> None:
        if not isinstance(catalogue, Catalogue):
            raise RuntimeError(f"the benchmark's own survey was refused: {outcome}")

    with ExitStack() as watched:
        for module in (groups, ordering, adding):
            watched.enter_context(mock.patch.multiple(module, **_watched(module, watch)))
        delivery = run.find([directory], ledger.bands(connection))
        tally = run.load(connection, [directory], delivery, report)
    wall, server = time.perf_counter() - begun, process_seconds(backend) - server_begun
    return Load(tally.n_row, wall, server, watch.phases, _function_times(connection))


def _watched(module: Any, watch: Stopwatch) -> dict[str, Any]:
    mine = [(name, phase) for owner, name, phase in _PHASES if owner is module]
    return {name: watch.timing(phase, getattr(module, name)) for name, phase in mine}


def _function_times(connection: psycopg.Connection[Any]) -> dict[str, float]:
    connection.execute("SELECT pg_stat_force_next_flush()")
    rows = connection.execute(statement("loading", "function_times").encode()).fetchall()
    return {name: self_time / 1000 for name, _, _, self_time in rows}
